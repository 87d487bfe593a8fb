package dev.parley.engine.jdk;

import dev.parley.core.AddressRules;
import dev.parley.core.AdmissionLimits;
import dev.parley.core.Endpoint;
import dev.parley.core.Peer;
import dev.parley.core.Timeouts;
import dev.parley.engine.CloseReason;
import dev.parley.engine.Deadlines;
import dev.parley.engine.DropReason;
import dev.parley.engine.Listeners;
import dev.parley.engine.ReflectorGuard;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.SocketPeer;
import dev.parley.engine.Stopping;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A UDP server. One loop receives; what serves is the engine's choice: the loop itself ({@code selector},
 * {@code sequential}), a pool, or virtual threads. Datagrams of one peer are served in order.
 */
final class DatagramServer implements RunningServer, Ready {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    private static final int LONGEST_DATAGRAM_BYTES = 64 * 1024;
    private static final int DATAGRAMS_PER_TURN = 256;
    /** More than the kernel's buffer holds, unless somebody made that large. */
    private static final int LAST_DATAGRAMS = 4096;

    private static final long LOOK_EVERY_MILLIS = 10;

    private final Endpoint endpoint;
    private final ServerSpec spec;
    private final DatagramChannel channel;
    private final LoopGroup loops;
    private final SelectorLoop loop;
    private final Executor executor;
    private final @Nullable ThreadModel threadModel;
    private final ReflectorGuard guard;
    private final DatagramConversations peers;
    private final Stopping stopping = new Stopping();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST_DATAGRAM_BYTES);
    private final DatagramBacklog waiting = DatagramBacklog.ofServer();
    private volatile Deadlines deadlines;
    /** Peers that are not known yet are served. */
    private volatile boolean admitting = true;

    private volatile AddressRules addresses;
    private long heard;
    private volatile int clients;

    private DatagramServer(ServerSpec spec, DatagramChannel channel, LoopGroup loops, @Nullable ThreadModel threadModel)
            throws IOException {
        this.spec = spec;
        this.endpoint = Listeners.bound(spec, channel);
        this.channel = channel;
        this.loops = loops;
        this.loop = loops.first();
        this.threadModel = threadModel;
        this.executor = threadModel == null ? this::onLoop : threadModel.executor();
        this.guard = new ReflectorGuard(spec.localPorts());
        this.peers = new DatagramConversations(spec.limits().admission().maxClients());
        this.deadlines = Deadlines.of(spec.limits().timeouts());
        this.addresses = spec.limits().admission().addresses();
    }

    /** Served by the loop that receives. */
    static DatagramServer onLoop(ServerSpec spec) throws IOException {
        return start(spec, null);
    }

    /** Served by these threads; a model of one at a time is the loop itself. */
    static DatagramServer onThreads(ServerSpec spec, ThreadModel threadModel) throws IOException {
        return start(spec, threadModel.most() == 1 && threadModel.owned() == null ? null : threadModel);
    }

    private static DatagramServer start(ServerSpec spec, @Nullable ThreadModel threadModel) throws IOException {
        DatagramChannel channel = Listeners.udp(spec);
        LoopGroup loops = null;
        try {
            loops = LoopGroup.open(spec.endpoint().service() + "-udp", 1, spec.listener());
            DatagramServer server = new DatagramServer(spec, channel, loops, threadModel);
            channel.configureBlocking(false);
            channel.register(server.loop.selector(), SelectionKey.OP_READ, server);
            spec.localPorts().add(server.endpoint.port());
            loops.start(() -> server.deadlines.sweepNanos());
            return server;
        } catch (IOException | RuntimeException e) {
            channel.close();
            if (loops != null) {
                loops.discard();
            }
            throw e;
        }
    }

    private void onLoop(Runnable task) {
        if (loop.inLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    @Override
    public void ready(SelectionKey key) {
        receive(DATAGRAMS_PER_TURN);
    }

    private void receive(int most) {
        for (int i = 0; i < most; i++) {
            try {
                SocketAddress source = channel.receive(buffer.clear());
                if (source == null) {
                    return;
                }
                take((InetSocketAddress) source, buffer.flip());
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "receiving a datagram", e);
                return;
            }
        }
    }

    private void take(InetSocketAddress source, ByteBuffer datagram) {
        AddressRules rules = addresses;
        if (!rules.allowAll() && !rules.allow(source.getAddress().getAddress())) {
            drop(source, DropReason.NOT_ALLOWED);
            return;
        }
        if (!guard.admits(source)) {
            drop(source, DropReason.REFLECTOR);
            return;
        }
        int size = datagram.remaining();
        if (!waiting.admits(size)) {
            drop(source, DropReason.TOO_MANY_WAITING);
            return;
        }
        DatagramConversation peer = conversation(source);
        if (peer == null) {
            waiting.served(size);
            return;
        }
        clients = peers.size();
        peer.received(ByteBuffer.allocate(size).put(datagram).flip(), waiting);
    }

    private @Nullable DatagramConversation conversation(InetSocketAddress source) {
        if (!admitting && !peers.knows(source)) {
            drop(source, DropReason.DRAINING);
            return null;
        }
        try {
            DatagramConversation peer = peers.get(source, this::open, System.nanoTime());
            if (peer == null) {
                drop(source, DropReason.TOO_MANY_WAITING);
            }
            return peer;
        } catch (RuntimeException
                | Error e) { // the service cannot be opened for this peer: the others must not feel it
            LOG.log(System.Logger.Level.ERROR, "datagram from " + source + " dropped", e);
            spec.listener().dropped(SocketPeer.addressOf(source), DropReason.CANNOT_SERVE);
            return null;
        }
    }

    private void drop(InetSocketAddress source, DropReason reason) {
        LOG.log(System.Logger.Level.DEBUG, () -> "datagram from " + source + " dropped: " + reason);
        spec.listener().dropped(SocketPeer.addressOf(source), reason);
    }

    private DatagramConversation open(InetSocketAddress source) {
        SocketPeer peer = new SocketPeer(heard++, source);
        LOG.log(System.Logger.Level.DEBUG, () -> "first datagram from " + peer.address());
        return new DatagramConversation(peer, channel, spec.sessions(), executor, loop, spec.listener(), spec.memory());
    }

    @Override
    public void sweep(long now, long late) {
        peers.forgetSilent(now, deadlines.idleNanos());
        clients = peers.size();
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public int clients() {
        return clients;
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public void change(Timeouts timeouts, AdmissionLimits limits) {
        deadlines = Deadlines.of(timeouts);
        peers.atMost(limits.maxClients());
        addresses = limits.addresses();
    }

    @Override
    public void admit(boolean newClients) {
        admitting = newClients;
    }

    @Override
    public int disconnect(Predicate<Peer> which) {
        return loops.sum(_ -> {
            int found = peers.forget(which, CloseReason.KICKED);
            clients = peers.size();
            return found;
        });
    }

    @Override
    public Stopped stop(Duration grace) {
        return stopping.once(endpoint, grace, this::end);
    }

    private Stopped end(long deadline) {
        boolean drained = false;
        try {
            receiveTheLast(deadline);
            drained = awaitSettled(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        spec.localPorts().remove(endpoint.port());
        loop.execute(() -> List.copyOf(peers.all()).forEach(peer -> peer.close(CloseReason.SERVER_STOPPED)));
        loops.end();
        if (threadModel != null) {
            threadModel.end();
        }
        peers.all().forEach(peer -> peer.end(CloseReason.SERVER_STOPPED)); // those whose threads were cut
        return drained ? Stopped.DRAINED : Stopped.FORCED;
    }

    /** Takes what the kernel holds, and nothing that comes later. */
    private void receiveTheLast(long deadline) throws InterruptedException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            receive(LAST_DATAGRAMS);
            SelectionKey key = channel.keyFor(loop.selector());
            if (key != null) {
                key.interestOps(0);
            }
            done.complete(null);
        });
        try {
            done.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | java.util.concurrent.ExecutionException e) { // a service holds the loop
            LOG.log(System.Logger.Level.DEBUG, "receiving the last datagrams", e);
        }
    }

    private boolean awaitSettled(long deadline) throws InterruptedException {
        while (deadline - System.nanoTime() > 0) {
            CompletableFuture<Boolean> settled = new CompletableFuture<>();
            loop.execute(() -> settled.complete(waiting.empty() && peers.settled()));
            try {
                if (settled.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    return true;
                }
            } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
        return false;
    }
}
