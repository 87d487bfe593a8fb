package dev.parley.engine.jdk;

import dev.parley.core.Outbox;
import dev.parley.core.Session;
import dev.parley.core.SessionFactory;
import dev.parley.core.SessionHost;
import dev.parley.engine.CloseReason;
import dev.parley.engine.DropReason;
import dev.parley.engine.ServerListener;
import dev.parley.engine.SocketPeer;
import dev.parley.engine.TimerQueue;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One UDP peer: its session and what is to be done for it, one thing at a time and in order, on whatever thread the
 * executor has. {@link #offer} may be called from any thread.
 */
final class DatagramConversation implements SessionHost {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");

    private final SocketPeer peer;
    private final Executor executor;
    private final SelectorLoop loop;
    private final ServerListener listener;
    private final Session session;
    private final Outbox outbox;
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();
    /** When the last datagram came; on the loop only. */
    private long heardAt;
    /** On the loop only, as {@code timer}. */
    private boolean closing;

    private TimerQueue.@Nullable Timer timer;

    DatagramConversation(
            SocketPeer peer,
            DatagramChannel channel,
            SessionFactory sessions,
            Executor executor,
            SelectorLoop loop,
            ServerListener listener) {
        this.peer = peer;
        this.executor = executor;
        this.loop = loop;
        this.listener = listener;
        this.outbox = new DatagramOutbox(channel, peer, listener);
        this.session = sessions.open(peer, this);
        listener.accepted(peer);
    }

    @Override
    public void wakeUp() {
        offer(() -> session.resume(outbox));
    }

    @Override
    public void wakeUpAt(long nanoTime) {
        loop.execute(() -> {
            loop.cancel(timer);
            timer = closing ? null : loop.at(nanoTime, this::wakeUp);
        });
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    /** Serves the datagram, then runs {@code done}. */
    void received(ByteBuffer datagram, Runnable done) {
        offer(() -> {
            try {
                serve(datagram);
            } finally {
                done.run();
            }
        });
    }

    private void serve(ByteBuffer datagram) {
        listener.bytesReceived(peer, datagram.remaining());
        long faults = session.faults();
        long messages = session.messages();
        session.receive(datagram, outbox);
        if (session.messages() != messages) {
            listener.messages(peer, session.messages() - messages);
        }
        if (session.faults() != faults) {
            listener.dropped(peer.address(), DropReason.MALFORMED);
        }
    }

    /** Ends the conversation once what waits is done. On the loop. */
    void close(CloseReason reason) {
        closing = true;
        loop.cancel(timer);
        offer(() -> end(reason));
    }

    /** Ends the conversation, when nothing else can be done for it any more. From any thread. */
    void end(CloseReason reason) {
        if (ended.compareAndSet(false, true)) {
            session.closed();
            listener.closed(peer, reason);
        }
    }

    private void offer(Runnable task) {
        work.add(task);
        if (waiting.getAndIncrement() == 0) {
            try {
                executor.execute(this::runAll);
            } catch (RejectedExecutionException e) { // the server has ended; a late answer is not an error
                LOG.log(System.Logger.Level.DEBUG, "too late for " + peer.address(), e);
            }
        }
    }

    private void runAll() {
        do {
            Runnable task = work.poll();
            if (task != null) {
                run(task);
            }
        } while (waiting.decrementAndGet() > 0);
    }

    private void run(Runnable task) {
        try {
            task.run();
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
