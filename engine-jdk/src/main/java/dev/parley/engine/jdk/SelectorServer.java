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
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A server of streams on selector loops: the first accepts, all of them serve, in turn. */
final class SelectorServer implements RunningServer {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");

    private final ServerSpec spec;
    private final StreamListener listener;
    private final LoopGroup loops;
    /** Of conversations that begin. */
    private volatile Deadlines deadlines;

    private final Admission admission;
    private final SelectorAcceptor acceptor;
    private final Stopping stopping = new Stopping();

    private SelectorServer(ServerSpec spec, StreamListener listener, LoopGroup loops) {
        this.spec = spec;
        this.listener = listener;
        this.loops = loops;
        this.deadlines = Deadlines.of(spec.limits().timeouts());
        this.admission = new Admission(
                spec.limits().admission().maxClients(), spec.limits().admission());
        this.acceptor = new SelectorAcceptor(
                loops.first(),
                listener,
                admission,
                new AcceptBackoff(listener.endpoint().toString()),
                spec.listener(),
                this::admit);
    }

    static SelectorServer start(ServerSpec spec, int loopCount) throws IOException {
        StreamListener listener = StreamListener.open(spec);
        LoopGroup loops = null;
        try {
            loops = LoopGroup.open(spec.endpoint().service(), loopCount, spec.listener());
            SelectorServer server = new SelectorServer(spec, listener, loops);
            server.acceptor.register();
            loops.start(() -> server.deadlines.sweepNanos());
            return server;
        } catch (IOException | RuntimeException e) {
            listener.close();
            if (loops != null) {
                loops.discard();
            }
            throw e;
        }
    }

    private void admit(SocketChannel channel, Peer peer) {
        SelectorLoop loop = loops.next();
        if (loop.inLoop()) {
            open(loop, channel, peer);
        } else {
            loop.execute(() -> open(loop, channel, peer));
        }
    }

    private void open(SelectorLoop loop, SocketChannel channel, Peer peer) {
        Runnable whenClosed = () -> acceptor.left(peer);
        try {
            channel.configureBlocking(false);
            var _ = new SelectorConnection(loop, channel, peer, spec, deadlines, whenClosed);
            LOG.log(System.Logger.Level.DEBUG, () -> "Received connection from " + peer.address());
        } catch (IOException | RuntimeException | Error e) {
            AcceptedChannels.neverBegan(channel, e);
            whenClosed.run();
            spec.listener().refused(peer.address(), RefusalReason.CANNOT_SERVE);
        }
    }

    @Override
    public Endpoint endpoint() {
        return listener.endpoint();
    }

    @Override
    public int clients() {
        return admission.inside();
    }

    @Override
    public boolean isFull() {
        return clients() >= admission.most();
    }

    @Override
    public void change(Timeouts timeouts, AdmissionLimits limits) {
        deadlines = Deadlines.of(timeouts);
        admission.change(limits.maxClients(), limits);
        acceptor.someoneLeft();
    }

    @Override
    public void admit(boolean newClients) {
        admission.admit(newClients);
    }

    @Override
    public int disconnect(Predicate<Peer> which) {
        return loops.sum(loop -> {
            List<SelectorConnection> found = connections(loop).stream()
                    .filter(connection -> which.test(connection.peer()))
                    .toList();
            found.forEach(connection -> connection.close(CloseReason.KICKED));
            return found.size();
        });
    }

    @Override
    public Stopped stop(Duration grace) {
        return stopping.once(endpoint(), grace, this::end);
    }

    private Stopped end(long deadline) {
        boolean drained = false;
        try {
            closeListener(deadline);
            loops.onEachLoop(SelectorServer::drain);
            drained = admission.awaitEmpty(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loops.onEachLoop(SelectorServer::cut);
        loops.end();
        closeAfterLoops();
        return drained ? Stopped.DRAINED : Stopped.FORCED;
    }

    private void closeListener(long deadline) throws InterruptedException {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        loops.first().execute(() -> {
            try {
                acceptor.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "closing a listener", e);
            }
            closed.complete(null);
        });
        try {
            closed.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | java.util.concurrent.ExecutionException e) { // a service holds the loop
            LOG.log(System.Logger.Level.DEBUG, "closing a listener", e);
        }
    }

    /** A loop that has died, or that a service holds, has not closed it. */
    private void closeAfterLoops() {
        try {
            listener.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a listener", e);
        }
    }

    private static void drain(SelectorLoop loop) {
        connections(loop).forEach(SelectorConnection::drain);
    }

    private static void cut(SelectorLoop loop) {
        connections(loop).forEach(connection -> connection.close(CloseReason.SERVER_STOPPED));
    }

    private static List<SelectorConnection> connections(SelectorLoop loop) {
        return loop.selector().keys().stream()
                .filter(SelectionKey::isValid)
                .map(SelectionKey::attachment)
                .filter(SelectorConnection.class::isInstance)
                .map(SelectorConnection.class::cast)
                .toList();
    }
}
