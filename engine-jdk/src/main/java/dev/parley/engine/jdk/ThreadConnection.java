package dev.parley.engine.jdk;

import dev.parley.core.MemoryBudget;
import dev.parley.core.Peer;
import dev.parley.core.SessionHost;
import dev.parley.engine.CloseReason;
import dev.parley.engine.Connection;
import dev.parley.engine.Deadlines;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.StreamOutbox;
import dev.parley.engine.TimerQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A conversation over a stream with a thread of its own, which blocks in read, in the service and in write.
 *
 * <p>The conversation's state is behind one lock. Its thread holds it in every step but not while it waits, in read or parked
 * until a reply is given. While it waits in read, a stand-in takes the lock to write a reply that was given late, or to run what
 * the service has put off; requests are served, and the conversation is closed, by its own thread alone. A caller that must not
 * wait uses {@code tryLock}.
 */
final class ThreadConnection implements Runnable, SessionHost {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    private static final int FIRST_READ_BYTES = 4 * 1024;
    private static final int LONGEST_READ_BYTES = 64 * 1024;
    private static final int STAGING_BYTES = 2 * 1024;
    /** How often a parked conversation looks whether its peer has left. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final SocketChannel channel;
    private final WholeWrites wire;
    private final Connection connection;
    private final ThreadDrain drain;
    private final ThreadSweep sweep;
    private final TimerThread timers;
    private final Runnable whenClosed;
    private final MemoryBudget memory;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicBoolean wakeUpPending = new AtomicBoolean();
    /** Why somebody else ended this conversation, if so. */
    private final AtomicReference<@Nullable CloseReason> cut = new AtomicReference<>();

    /** The thread waits in read, or is about to, or has just come back with what it read. */
    private volatile boolean waiting;
    /** The thread waits until {@link #changed}; behind the lock, as all that follows. */
    private boolean parked;
    /** There is something to do for a parked thread. */
    private boolean resumeDue;

    private TimerQueue.@Nullable Timer timer;

    ThreadConnection(
            SocketChannel channel,
            Peer peer,
            ServerSpec spec,
            Deadlines deadlines,
            TimerThread timers,
            Runnable whenClosed)
            throws IOException {
        this.channel = channel;
        this.timers = timers;
        this.whenClosed = whenClosed;
        this.memory = spec.memory();
        this.wire = new WholeWrites(spec.wires().over(channel));
        this.drain = new ThreadDrain(channel, wire, spec.endpoint().isUnix());
        this.sweep = new ThreadSweep(wire, deadlines);
        this.connection = new Connection(
                wire,
                peer,
                spec.sessions(),
                new StreamOutbox(ByteBuffer.allocate(STAGING_BYTES), memory),
                deadlines,
                this,
                spec.listener());
    }

    @Override
    public void run() {
        CloseReason reason = CloseReason.INTERNAL_ERROR;
        try {
            converse();
            reason = connection.ending();
        } catch (IOException e) { // reset by the peer, its network is gone, or a deadline closed the channel
            LOG.log(System.Logger.Level.DEBUG, () -> connection.peer().address() + ": " + e.getMessage());
            reason = CloseReason.CONNECTION_LOST;
        } catch (InterruptedException e) {
            reason = CloseReason.SERVER_STOPPED;
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) { // a fault of ours must cost one conversation, not the server
            LOG.log(
                    System.Logger.Level.ERROR,
                    "conversation with " + connection.peer().address() + " broken off",
                    e);
        } finally {
            end(reason);
        }
    }

    private void end(CloseReason reason) {
        try {
            close(reason);
        } catch (RuntimeException | Error e) { // all others go on
            LOG.log(
                    System.Logger.Level.ERROR,
                    "closing the conversation with " + connection.peer().address() + " failed",
                    e);
        } finally { // whatever fails, its place is free again
            whenClosed.run();
        }
    }

    private void converse() throws IOException, InterruptedException {
        ByteBuffer first = ByteBuffer.allocate(FIRST_READ_BYTES);
        ByteBuffer in = first;
        CarrierTurn turn = new CarrierTurn();
        while (true) {
            boolean finalRead = drain.readsTheRest();
            int n = finalRead || in.capacity() > FIRST_READ_BYTES ? readNow(in) : await(in);
            if (n == 0 && !finalRead) { // what is read next may be long in coming: nothing large is held for it
                in = first.clear();
                turn.inVain();
                continue;
            }
            turn.begins();
            while (n > 0 && !in.hasRemaining() && in.capacity() < LONGEST_READ_BYTES) {
                in = ByteBuffer.allocate(2 * in.capacity()).put(in.flip());
                if (readNow(in) <= 0) {
                    break;
                }
            }
            if (finalRead) {
                drain.rest(in.position());
            }
            lock.lock();
            try {
                drain.stepBegins();
                take(n, in);
                if (finalRead && drain.completedBy(n)) {
                    connection.drain();
                }
                connection.advance();
                untilReading(in, turn);
                if (connection.over()) {
                    return;
                }
            } finally {
                lock.unlock();
            }
            turn.ends();
        }
    }

    private int await(ByteBuffer in) throws IOException {
        waiting = true;
        try {
            return wire.read(in);
        } finally {
            waiting = false;
        }
    }

    private void take(int n, ByteBuffer in) throws IOException {
        if (n < 0 && drain.completedByEnd()) {
            connection.drain();
        } else if (n < 0) {
            connection.inputEnded();
        } else if (n > 0) {
            connection.received(in.flip());
            in.clear();
        }
    }

    /** Does all there is to do until the next bytes are wanted, or the conversation is over. */
    private void untilReading(ByteBuffer in, CarrierTurn turn) throws IOException, InterruptedException {
        while (!connection.over() && !connection.wantsRead()) {
            if (cut.get() != null) {
                throw new IOException("closed by another thread");
            }
            if (connection.wantsTurn()) {
                letOthersGo(turn);
                connection.resume();
            } else if (park()) {
                connection.resume();
            } else if (connection.mayReadAhead()) {
                take(readNow(in), in);
                connection.advance();
            }
        }
    }

    /** The drain, the sweep and the writer of deferred replies may want the lock, and other virtual threads the carrier. */
    private void letOthersGo(CarrierTurn turn) {
        lock.unlock();
        try {
            turn.ends();
            turn.begins();
        } finally {
            lock.lock();
        }
    }

    /** Waits for a reply, or for the time to look after the peer. True when there is something to do. */
    @SuppressWarnings("WaitNotInLoop") // its caller loops until the conversation wants to read again
    private boolean park() throws InterruptedException {
        parked = true;
        try {
            if (!resumeDue) {
                changed.awaitNanos(LOOK_NANOS);
            }
            return resumeDue;
        } finally {
            parked = false;
            resumeDue = false;
        }
    }

    /** Reads what is there, without waiting: 0 when nothing is. */
    private int readNow(ByteBuffer in) throws IOException {
        channel.configureBlocking(false);
        try {
            return wire.read(in);
        } finally {
            channel.configureBlocking(true);
        }
    }

    /**
     * A deferred reply is there, or a task is due. The caller must not wait for a slow peer: if the conversation's thread
     * cannot be woken at once, a virtual thread does it.
     */
    @Override
    public void wakeUp() {
        if (wakeUpPending.compareAndSet(false, true)) {
            standIn(this::resume);
        }
    }

    private void standIn(Runnable action) {
        try {
            Thread.ofVirtual().name("parley-deferred").start(action);
        } catch (RuntimeException | Error e) { // no memory for it: no other thread can go on with this conversation
            cut(CloseReason.INTERNAL_ERROR);
            throw e;
        }
    }

    @Override
    public void wakeUpAt(long nanoTime) {
        timers.cancel(timer);
        timer = timers.at(nanoTime, this::wakeUp);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public MemoryBudget memory() {
        return memory;
    }

    /** The other side. */
    Peer peer() {
        return connection.peer();
    }

    private interface Action {
        void run() throws IOException;
    }

    private void resume() {
        standingIn(() -> {
            wakeUpPending.set(false);
            if (parked) {
                resumeDue = true;
                changed.signalAll();
            } else if (!connection.over() && cut.get() == null) {
                connection.resume();
                if (connection.over()) { // the thread waits in read, and there is nothing to read for any more
                    cut(connection.ending());
                }
            }
        });
    }

    private void expire() {
        standingIn(() -> {
            if (connection.overdue(System.nanoTime()) == CloseReason.MESSAGE_TIMEOUT && cut.get() == null) {
                connection.expire();
                if (connection.over()) { // the thread waits in read, and there is nothing to read for any more
                    cut(CloseReason.MESSAGE_TIMEOUT);
                }
            }
        });
    }

    /** Does something for the conversation's thread, while that waits. */
    private void standingIn(Action action) {
        lock.lock();
        try {
            action.run();
        } catch (IOException e) { // the peer is gone, or a deadline closed the channel
            LOG.log(System.Logger.Level.DEBUG, () -> connection.peer().address() + ": " + e.getMessage());
            cut(CloseReason.CONNECTION_LOST);
        } catch (RuntimeException | Error e) { // a fault of ours must cost one conversation
            LOG.log(
                    System.Logger.Level.ERROR,
                    "conversation with " + connection.peer().address() + " broken off",
                    e);
            cut(CloseReason.INTERNAL_ERROR);
        } finally {
            lock.unlock();
        }
    }

    /** Ends when all that has arrived is answered. From any thread. */
    void drain() {
        drain.begin();
    }

    /**
     * Ends a conversation whose thread waits in read and has nothing to read. From one thread; does not wait.
     *
     * <p>It only ends the reading; what the thread has read until then is served, and then the thread itself ends the conversation.
     * Bytes that it has taken from the kernel, and not yet handed on, are nowhere to be seen from here.
     */
    void drainIfQuiet() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            drain.look(waiting && connection.settled() && !connection.over());
        } catch (IOException e) {
            cut(CloseReason.CONNECTION_LOST);
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    /**
     * Looks at the deadlines. From one thread; does not wait.
     *
     * @param late how much later than planned, which is not the peer's fault
     */
    void sweep(long now, long late) {
        if (sweep.writeOverdue(now, late)) {
            cut(CloseReason.WRITE_TIMEOUT);
        } else if (lock.tryLock()) {
            try {
                connection.excuse(sweep.takeLateNanos());
                endIfOverdue(connection.overdue(now));
            } finally {
                lock.unlock();
            }
        }
    }

    private void endIfOverdue(@Nullable CloseReason reason) {
        if (reason == CloseReason.MESSAGE_TIMEOUT) {
            standIn(this::expire); // it may write
        } else if (reason != null) {
            cut(reason);
            changed.signalAll();
        }
    }

    /**
     * Closes the wire under the conversation's thread, which then ends. From any thread; does not wait. The peer sees a reset, unless
     * it is clear at once that the conversation can end normally.
     */
    void cut(CloseReason reason) {
        cut(reason, 0);
    }

    /**
     * The same with some patience: a conversation whose reply has just left is still in its step, and ends normally after it.
     *
     * @param patienceNanos how long to wait for the end of a step at most
     */
    void cut(CloseReason reason, long patienceNanos) {
        cut.compareAndSet(null, reason);
        wire.abortive(!endsNormallyWithin(patienceNanos));
        wire.close();
    }

    private boolean endsNormallyWithin(long nanos) {
        try {
            boolean locked = lock.tryLock() || (nanos > 0 && lock.tryLock(nanos, TimeUnit.NANOSECONDS));
            if (!locked) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            return connection.endsNormally();
        } finally {
            lock.unlock();
        }
    }

    /** For a conversation that was made and never run. */
    void neverRan() {
        close(CloseReason.SERVER_STOPPED);
    }

    private void close(CloseReason reason) {
        lock.lock();
        try {
            timers.cancel(timer);
            CloseReason earlier = cut.get();
            connection.close(earlier == null ? reason : earlier);
        } finally {
            lock.unlock();
        }
    }
}
