package dev.parley.engine.jdk;

import dev.parley.core.Outbox;
import dev.parley.core.Session;
import dev.parley.core.SessionFactory;
import dev.parley.engine.SocketPeer;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One UDP peer: its session and what is to be done for it, one thing at a time and in order, on whatever thread the
 * executor has. {@link #offer} may be called from any thread.
 */
final class DatagramPeer {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");

    private final SocketPeer peer;
    private final Executor executor;
    private final Session session;
    private final Outbox outbox;
    private final Queue<Consumer<DatagramPeer>> work = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    /** When the last datagram came; on the loop only. */
    private long heardAt;

    DatagramPeer(SocketPeer peer, DatagramChannel channel, SessionFactory sessions, Executor executor) {
        this.peer = peer;
        this.executor = executor;
        this.outbox = new DatagramOutbox(channel, peer.socketAddress());
        this.session = sessions.open(peer, () -> offer(self -> self.session.resume(self.outbox)));
    }

    /** Serves the datagram, then tells {@code done}. */
    void received(ByteBuffer datagram, Runnable done) {
        offer(self -> {
            try {
                self.session.receive(datagram, self.outbox);
            } finally {
                done.run();
            }
        });
    }

    void close() {
        offer(self -> self.session.closed());
    }

    private void offer(Consumer<DatagramPeer> task) {
        work.add(task);
        if (waiting.getAndIncrement() == 0) {
            try {
                executor.execute(this::runAll);
            } catch (RejectedExecutionException e) { // the server has ended; whoever answers late is not to blame
                LOG.log(System.Logger.Level.DEBUG, "too late for " + peer.address(), e);
            }
        }
    }

    private void runAll() {
        do {
            Consumer<DatagramPeer> task = work.poll();
            if (task != null) {
                run(task);
            }
        } while (waiting.decrementAndGet() > 0);
    }

    private void run(Consumer<DatagramPeer> task) {
        try {
            task.accept(this);
        } catch (RuntimeException | Error e) { // a fault of ours must cost one datagram, not the server
            LOG.log(System.Logger.Level.ERROR, "datagram from " + peer.address() + " dropped", e);
        }
    }

    /** True when nothing is waiting or owed. */
    boolean settled() {
        return waiting.get() == 0 && session.settled();
    }

    InetSocketAddress address() {
        return peer.socketAddress();
    }

    long heardAt() {
        return heardAt;
    }

    void heard(long now) {
        heardAt = now;
    }
}
