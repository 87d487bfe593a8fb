package dev.parley.engine.jdk;

import dev.parley.core.AdmissionLimits;
import dev.parley.core.Endpoint;
import dev.parley.core.Peer;
import dev.parley.core.Timeouts;
import dev.parley.engine.AcceptBackoff;
import dev.parley.engine.Admission;
import dev.parley.engine.CloseReason;
import dev.parley.engine.Deadlines;
import dev.parley.engine.RefusalReason;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.Stopping;
import dev.parley.engine.StreamListener;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A server of streams that gives each client a thread: the acceptor takes a permit, then a client, and hands it to the model's
 * executor, which runs the conversation on a pool, on a new virtual thread, or right there.
 */
final class ThreadServer implements RunningServer {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    /** Conversations that are busy see the drain by themselves; the others are looked at this often. */
    private static final long DRAIN_PASS_NANOS = 25_000_000L;
    /** A step that is about to end ends sooner, unless its thread has lost its core; all that are not share this. */
    private static final long END_OF_STEP_NANOS = 100_000_000L;

    private final ServerSpec spec;
    private final StreamListener listener;
    private final ThreadModel threadModel;
    /** Of conversations that begin. */
    private volatile Deadlines deadlines;

    private final Admission admission;
    private final Stopping stopping = new Stopping();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Set<ThreadConnection> connections = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;
    private final TimerThread timers;

    private ThreadServer(ServerSpec spec, StreamListener listener, ThreadModel threadModel) {
        this.spec = spec;
        this.listener = listener;
        this.threadModel = threadModel;
        this.deadlines = Deadlines.of(spec.limits().timeouts());
        AdmissionLimits limits = spec.limits().admission();
        this.admission = new Admission(Math.min(threadModel.most(), limits.maxClients()), limits);
        String name = "parley-" + spec.endpoint().service();
        this.acceptor = Thread.ofPlatform().name(name + "-accept").unstarted(this::acceptAll);
        this.timers = new TimerThread(name + "-timers", spec.listener()::serverFailed);
    }

    static ThreadServer start(ServerSpec spec, ThreadModel threadModel) throws IOException {
        StreamListener listener = StreamListener.open(spec);
        try {
            ThreadServer server = new ThreadServer(spec, listener, threadModel);
            server.acceptor.start();
            server.timers.every(() -> server.deadlines.sweepNanos(), server::sweep);
            server.timers.start();
            return server;
        } catch (RuntimeException e) {
            listener.close();
            threadModel.end();
            throw e;
        }
    }

    private void acceptAll() {
        try {
            acceptUntilStopped();
        } catch (InterruptedException | ClosedChannelException e) { // an interrupt in accept closes the listener
            if (!stopping.begun()) {
                died(e);
            }
        } catch (RuntimeException | Error e) {
            died(e);
        }
    }

    /** Closed first: no client must wait for an acceptor that does not run. */
    private void died(Throwable cause) {
        closeListener();
        spec.listener().serverFailed(cause);
        LOG.log(System.Logger.Level.ERROR, acceptor.getName() + " has died", cause);
    }

    private void acceptUntilStopped() throws InterruptedException, ClosedChannelException {
        AcceptBackoff backoff = new AcceptBackoff(listener.endpoint().toString());
        long accepted = 0;
        while (!stopping.begun()) {
            admission.enter();
            SocketChannel channel = null;
            try {
                backoff.attempt();
                channel = listener.channel().accept();
                backoff.succeeded();
            } catch (ClosedChannelException e) {
                throw e;
            } catch (IOException e) {
                if (ended.await(backoff.failedMillis(e), TimeUnit.MILLISECONDS)) {
                    return;
                }
                continue;
            } finally {
                if (channel == null) {
                    admission.leave();
                }
            }
            accepted += admit(channel, accepted) ? 1 : 0;
        }
    }

    private void closeListener() {
        try {
            listener.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a listener", e);
        }
    }

    private boolean admit(SocketChannel channel, long number) {
        Peer peer = listener.peer(number, channel);
        if (peer == null) {
            admission.leave();
            AcceptedChannels.refuse(channel);
            return false;
        }
        RefusalReason refusal = admission.enter(peer);
        if (refusal != null) {
            admission.leave();
            AcceptedChannels.refuse(channel);
            spec.listener().refused(peer.address(), refusal);
            return false;
        }
        ThreadConnection opened = null;
        try {
            opened = open(channel, peer);
            threadModel.executor().execute(opened);
        } catch (IOException | RuntimeException | Error e) { // Error: the service's, or no thread can be made for it
            AcceptedChannels.neverBegan(channel, e);
            if (opened != null) {
                connections.remove(opened);
                opened.neverRan();
            }
            left(peer);
            spec.listener().refused(peer.address(), RefusalReason.CANNOT_SERVE);
        }
        return true;
    }

    private ThreadConnection open(SocketChannel channel, Peer peer) throws IOException {
        ThreadConnection[] self = new ThreadConnection[1];
        ThreadConnection opened = new ThreadConnection(channel, peer, spec, deadlines, timers, () -> {
            connections.remove(self[0]);
            left(peer);
        });
        self[0] = opened;
        connections.add(opened);
        if (stopping.begun()) {
            opened.drain();
        }
        LOG.log(System.Logger.Level.DEBUG, () -> "Received connection from " + peer.address());
        return opened;
    }

    private void left(Peer peer) {
        admission.leave(peer);
        admission.leave();
    }

    private void sweep(long late) {
        long now = System.nanoTime();
        connections.forEach(connection -> sweep(connection, now, late));
    }

    private static void sweep(ThreadConnection connection, long now, long late) {
        try {
            connection.sweep(now, late);
        } catch (RuntimeException | Error e) { // the others have deadlines too
            LOG.log(System.Logger.Level.ERROR, "looking at the deadlines of a conversation failed", e);
        }
    }

    @Override
    public Endpoint endpoint() {
        return listener.endpoint();
    }

    @Override
    public int clients() {
        return connections.size();
    }

    @Override
    public boolean isFull() {
        return clients() >= admission.most();
    }

    @Override
    public void change(Timeouts timeouts, AdmissionLimits limits) {
        deadlines = Deadlines.of(timeouts);
        admission.change(Math.min(threadModel.most(), limits.maxClients()), limits);
    }

    @Override
    public void admit(boolean newClients) {
        admission.admit(newClients);
    }

    @Override
    public int disconnect(Predicate<Peer> which) {
        int found = 0;
        long deadline = System.nanoTime() + END_OF_STEP_NANOS;
        for (ThreadConnection connection : connections) {
            if (which.test(connection.peer())) {
                connection.cut(CloseReason.KICKED, Math.max(0, deadline - System.nanoTime()));
                found++;
            }
        }
        return found;
    }

    @Override
    public Stopped stop(Duration grace) {
        return stopping.once(endpoint(), grace, this::end);
    }

    private Stopped end(long deadline) {
        boolean drained = false;
        closeListener();
        try {
            connections.forEach(ThreadConnection::drain);
            while (!drained && deadline - System.nanoTime() > 0) {
                long pass = System.nanoTime() + DRAIN_PASS_NANOS;
                drained = admission.awaitEmpty(pass - deadline < 0 ? pass : deadline);
                connections.forEach(ThreadConnection::drainIfQuiet);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended.countDown();
        timers.end();
        connections.forEach(connection -> connection.cut(CloseReason.SERVER_STOPPED));
        acceptor.interrupt(); // it may wait for a permit, or, on sequential, in a service that was cut
        threadModel.end();
        return drained ? Stopped.DRAINED : Stopped.FORCED;
    }
}
