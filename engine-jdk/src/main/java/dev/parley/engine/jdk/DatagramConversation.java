package dev.parley.engine.jdk;

import dev.parley.core.MemoryBudget;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One UDP peer: its session and what is to be done for it, one thing at a time and in order, on whatever thread the
 * executor has. {@link #offer} may be called from any thread.
 */
final class DatagramConversation implements SessionHost {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    private static final int WORK_PER_TURN = 32;

    private final SocketPeer peer;
    private final Executor executor;
    private final SelectorLoop loop;
    private final ServerListener listener;
    private final MemoryBudget memory;
    private final Session session;
    private final Outbox outbox;
    private final DatagramBacklog backlog = DatagramBacklog.ofPeer();
    private final Queue<Work> work = new ConcurrentLinkedQueue<>();
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
            ServerListener listener,
            MemoryBudget memory) {
        this.memory = memory;
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
        offer(new Work(() -> session.resume(outbox), () -> {}));
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

    @Override
    public MemoryBudget memory() {
        return memory;
    }

    /**
     * Serves the datagram when it is its turn. On the loop.
     *
     * @param server what waits of all peers; it has admitted this one
     */
    void received(ByteBuffer datagram, DatagramBacklog server) {
        int size = datagram.remaining();
        if (!backlog.admits(size)) {
            server.served(size);
            listener.dropped(peer.address(), DropReason.TOO_MANY_WAITING);
            return;
        }
        offer(new Work(() -> serve(datagram), () -> {
            backlog.served(size);
            server.served(size);
        }));
    }

    private void serve(ByteBuffer datagram) {
        int size = datagram.remaining();
        long faults = session.faults();
        long messages = session.messages();
        session.receive(datagram, outbox);
        listener.transferred(peer, session.messages() - messages, size, 0);
        if (session.faults() != faults) {
            listener.dropped(peer.address(), DropReason.MALFORMED);
        }
    }

    /** Ends the conversation once what waits is done. On the loop. */
    void close(CloseReason reason) {
        closing = true;
        loop.cancel(timer);
        offer(new Work(() -> end(reason), () -> end(reason)));
    }

    /** Ends the conversation, when nothing else can be done for it any more. From any thread. */
    void end(CloseReason reason) {
        if (ended.compareAndSet(false, true)) {
            session.closed();
            listener.closed(peer, reason);
        }
    }

    /**
     * Something to do for this peer.
     *
     * @param after is run in any case, also when nothing can be done any more
     */
    private record Work(Runnable action, Runnable after) {}

    private void offer(Work next) {
        work.add(next);
        if (waiting.getAndIncrement() == 0) {
            begin(executor);
        }
    }

    private void begin(Executor runner) {
        try {
            runner.execute(this::runTurn);
        } catch (RuntimeException | Error e) { // the server has ended, or no thread can be made
            LOG.log(System.Logger.Level.DEBUG, "nothing is done for " + peer.address(), e);
            giveUp();
        }
    }

    /** What waits is dropped: whatever counts it must not count it for ever. */
    private void giveUp() {
        do {
            Work next = work.poll();
            if (next != null) {
                next.after.run();
            }
        } while (waiting.decrementAndGet() > 0);
    }

    /** Does what waits, but for what would keep other peers waiting for too long. */
    private void runTurn() {
        for (int done = 1; ; done++) {
            Work next = work.poll();
            if (next != null) {
                run(next);
            }
            if (waiting.decrementAndGet() == 0) {
                return;
            }
            if (done == WORK_PER_TURN) {
                begin(loop.inLoop() ? loop : executor);
                return;
            }
        }
    }

    private void run(Work next) {
        try {
            next.action.run();
        } catch (RuntimeException | Error e) { // a fault of ours must cost one datagram, not the server
            LOG.log(System.Logger.Level.ERROR, "datagram from " + peer.address() + " dropped", e);
        } finally {
            next.after.run();
        }
    }

    /** True when nothing is waiting or owed. */
    boolean settled() {
        return waiting.get() == 0 && session.settled();
    }

    SocketPeer peer() {
        return peer;
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
