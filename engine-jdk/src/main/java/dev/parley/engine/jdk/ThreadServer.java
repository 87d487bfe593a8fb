package dev.parley.engine.jdk;

import dev.parley.core.Endpoint;
import dev.parley.engine.AcceptBackoff;
import dev.parley.engine.Admission;
import dev.parley.engine.Connection;
import dev.parley.engine.Deadlines;
import dev.parley.engine.Listeners;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.SocketPeer;
import dev.parley.engine.Stopping;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A TCP server that gives each client a thread: the acceptor takes a permit, then a client, and hands it to the model's
 * executor, which runs the conversation on a pool, on a new virtual thread, or right there.
 */
final class ThreadServer implements RunningServer {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    /** Conversations that are busy see the drain by themselves; the others are looked at this often. */
    private static final long DRAIN_PASS_NANOS = 25_000_000L;

    private final Endpoint endpoint;
    private final ServerSpec spec;
    private final ServerSocketChannel listener;
    private final ClientThreads clientThreads;
    private final Deadlines deadlines;
    private final Admission admission;
    private final Stopping stopping = new Stopping();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Set<ThreadConnection> connections = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;
    private final Thread sweeper;

    private ThreadServer(ServerSpec spec, ServerSocketChannel listener, ClientThreads clientThreads)
            throws IOException {
        this.spec = spec;
        this.endpoint = Listeners.bound(spec.endpoint(), listener);
        this.listener = listener;
        this.clientThreads = clientThreads;
        this.deadlines = Deadlines.of(spec.limits());
        this.admission =
                new Admission(Math.min(clientThreads.most(), spec.limits().maxClients()), spec.limits());
        String name = "parley-" + endpoint.service();
        this.acceptor = Thread.ofPlatform().name(name + "-accept").unstarted(this::acceptAll);
        this.sweeper = Thread.ofPlatform().daemon().name(name + "-sweep").unstarted(this::sweepAll);
    }

    static ThreadServer start(ServerSpec spec, ClientThreads clientThreads) throws IOException {
        ServerSocketChannel listener = Listeners.tcp(spec.endpoint());
        try {
            ThreadServer server = new ThreadServer(spec, listener, clientThreads);
            server.acceptor.start();
            server.sweeper.start();
            return server;
        } catch (IOException | RuntimeException e) {
            listener.close();
            clientThreads.end();
            throw e;
        }
    }

    private void acceptAll() {
        AcceptBackoff backoff = new AcceptBackoff(endpoint.toString());
        long accepted = 0;
        try {
            while (!stopping.begun()) {
                admission.enter();
                SocketChannel channel;
                try {
                    channel = listener.accept();
                    backoff.succeeded();
                } catch (ClosedChannelException e) {
                    admission.leave();
                    return;
                } catch (IOException e) {
                    admission.leave();
                    if (ended.await(backoff.failedMillis(e), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                    continue;
                }
                accepted += admit(channel, accepted) ? 1 : 0;
                if (!stopping.begun()) {
                    Thread.interrupted(); // sequential: a service that left its thread interrupted must not end ours
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean admit(SocketChannel channel, long number) {
        InetSocketAddress address = Arrivals.addressOf(channel);
        if (address == null || !admission.tryEnter(address.getAddress())) {
            admission.leave();
            Arrivals.closeQuietly(channel);
            return false;
        }
        ThreadConnection opened = null;
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            opened = open(channel, new SocketPeer(number, address));
            clientThreads.executor().execute(opened);
        } catch (IOException | RuntimeException | Error e) { // Error: the service's, or no thread can be made for it
            Arrivals.neverBegan(channel, e);
            if (opened != null) {
                connections.remove(opened);
                opened.neverRan();
            }
            left(address);
        }
        return true;
    }

    private ThreadConnection open(SocketChannel channel, SocketPeer peer) {
        ThreadConnection[] self = new ThreadConnection[1];
        ThreadConnection opened = new ThreadConnection(
                channel,
                deadlines,
                (outbox, out, wakeup) -> new Connection(
                        channel, out, peer, spec.sessions().open(peer, wakeup), outbox, deadlines, System::nanoTime),
                () -> {
                    connections.remove(self[0]);
                    left(peer.socketAddress());
                });
        self[0] = opened;
        connections.add(opened);
        if (stopping.begun()) {
            opened.drain();
        }
        LOG.log(System.Logger.Level.DEBUG, () -> "Received connection from " + peer.address());
        return opened;
    }

    private void left(InetSocketAddress address) {
        admission.leave(address.getAddress());
        admission.leave();
    }

    private void sweepAll() {
        try {
            while (!ended.await(deadlines.sweepNanos(), TimeUnit.NANOSECONDS)) {
                long now = System.nanoTime();
                connections.forEach(connection -> connection.sweep(now));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public int clients() {
        return connections.size();
    }

    @Override
    public Stopped stop(Duration grace) {
        return stopping.once(endpoint, grace, this::end);
    }

    private Stopped end(long deadline) {
        boolean drained = false;
        try {
            listener.close();
            connections.forEach(ThreadConnection::drain);
            while (!drained && deadline - System.nanoTime() > 0) {
                long pass = System.nanoTime() + DRAIN_PASS_NANOS;
                drained = admission.awaitEmpty(pass - deadline < 0 ? pass : deadline);
                connections.forEach(ThreadConnection::drainIfQuiet);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a listener", e);
        }
        ended.countDown();
        connections.forEach(ThreadConnection::cut);
        acceptor.interrupt(); // it may wait for a permit, or, on sequential, in a service that was cut
        clientThreads.end();
        return drained ? Stopped.DRAINED : Stopped.FORCED;
    }
}
