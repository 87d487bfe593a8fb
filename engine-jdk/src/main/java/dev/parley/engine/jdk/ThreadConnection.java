package dev.parley.engine.jdk;

import dev.parley.core.Peer;
import dev.parley.core.SessionHost;
import dev.parley.engine.CloseReason;
import dev.parley.engine.Connection;
import dev.parley.engine.Deadlines;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.StreamOutbox;
import dev.parley.engine.TimerQueue;
import dev.parley.engine.Wire;
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
    private final Wire wire;
    private final Connection connection;
    private final Deadlines deadlines;
    private final TimerThread timers;
    private final Runnable whenClosed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicBoolean wakeUpPending = new AtomicBoolean();
    /** Why somebody else ended this conversation, if so. */
    private final AtomicReference<@Nullable CloseReason> cut = new AtomicReference<>();

    private volatile boolean draining;
    /** Since when one write blocks; 0 while none does. */
    private volatile long writingSince;
    /** The thread waits in read, or is about to, or has just come back with what it read. */
    private volatile boolean waiting;
    /** The thread waits until {@link #changed}; behind the lock, as all that follows. */
    private boolean parked;
    /** There is something to do for a parked thread. */
    private boolean resumeDue;

    private TimerQueue.@Nullable Timer timer;
    private long steps;
    /** How many steps there had been when this conversation was last seen quiet; -1 when it was not. */
    private long quietAtStep = -1;

    ThreadConnection(
            SocketChannel channel,
            Peer peer,
            ServerSpec spec,
            Deadlines deadlines,
            TimerThread timers,
            Runnable whenClosed)
            throws IOException {
        this.channel = channel;
        this.deadlines = deadlines;
        this.timers = timers;
        this.whenClosed = whenClosed;
        this.wire = spec.wires().over(channel);
        this.connection = new Connection(
                new WholeWrites(),
                peer,
                spec.sessions(),
                new StreamOutbox(ByteBuffer.allocate(STAGING_BYTES)),
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
            close(reason);
            whenClosed.run();
        }
    }

    private void converse() throws IOException, InterruptedException {
        ByteBuffer in = ByteBuffer.allocate(FIRST_READ_BYTES);
        boolean drained = false;
        while (true) {
            boolean finalRead = draining && !drained;
            int n = finalRead ? readNow(in) : await(in);
            while (n > 0 && !in.hasRemaining() && in.capacity() < LONGEST_READ_BYTES) {
                in = ByteBuffer.allocate(2 * in.capacity()).put(in.flip());
                if (readNow(in) <= 0) {
                    break;
                }
            }
            lock.lock();
            try {
                steps++;
                take(n, in);
                if (finalRead && n == 0) {
                    drained = true;
                    connection.drain();
                }
                connection.advance();
                untilReading(in);
                if (connection.over()) {
                    return;
                }
            } finally {
                lock.unlock();
            }
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
        if (n < 0) {
            connection.inputEnded();
        } else if (n > 0) {
            connection.received(in.flip());
            in.clear();
        }
    }

    /** Does all there is to do until the next bytes are wanted, or the conversation is over. */
    private void untilReading(ByteBuffer in) throws IOException, InterruptedException {
        while (!connection.over() && !connection.wantsRead()) {
            if (cut.get() != null) {
                throw new IOException("closed by another thread");
            }
            if (connection.wantsTurn()) {
                letOthersGo();
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
    @SuppressWarnings("ThreadPriorityCheck") // for fairness; nothing waits for it
    private void letOthersGo() {
        lock.unlock();
        try {
            if (Thread.currentThread().isVirtual()) {
                Thread.yield();
            }
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
            Thread.ofVirtual().name("parley-deferred").start(this::resume);
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

    private void resume() {
        lock.lock();
        try {
            wakeUpPending.set(false);
            if (parked) {
                resumeDue = true;
                changed.signalAll();
            } else if (!connection.over() && cut.get() == null) {
                connection.resume();
            }
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
        draining = true;
    }

    /**
     * Ends a conversation whose thread waits in read and has nothing to read. From one thread; does not wait.
     *
     * <p>For an instant between a read and the lock, bytes are neither in the kernel nor with the session; they must not be
     * overtaken by the end. So it takes two looks, some time apart, without a step in between. A conversation that is owed
     * replies ends in a later look: their writer may have to wait for the peer, and this caller must not.
     */
    void drainIfQuiet() {
        if (!lock.tryLock()) {
            return;
        }
        try {
            boolean quiet = waiting
                    && connection.settled()
                    && !connection.over()
                    && channel.isConnected()
                    && channel.socket().getInputStream().available() == 0;
            if (quiet && quietAtStep == steps) {
                connection.drain();
            }
            quietAtStep = quiet ? steps : -1;
        } catch (IOException e) {
            cut(CloseReason.CONNECTION_LOST);
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    /** Looks at the deadlines. From any thread; does not wait. */
    void sweep(long now) {
        long writing = writingSince;
        if (writing != 0 && now - writing > deadlines.writeNanos()) {
            cut(CloseReason.WRITE_TIMEOUT);
        } else if (lock.tryLock()) {
            try {
                CloseReason reason = connection.overdue(now);
                if (reason != null) {
                    cut(reason);
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Closes the wire under the conversation's thread, which then ends. From any thread; does not wait. */
    void cut(CloseReason reason) {
        cut.compareAndSet(null, reason);
        wire.close();
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

    /** The wire, but for writes, which write all of a buffer, however long it takes, and show since when. */
    private final class WholeWrites implements Wire {
        @Override
        public int read(ByteBuffer in) throws IOException {
            return wire.read(in);
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int size = bytes.remaining();
            try {
                while (bytes.hasRemaining()) {
                    writingSince = System.nanoTime();
                    wire.write(bytes);
                }
            } finally {
                writingSince = 0;
            }
            return size;
        }

        @Override
        public Wants wants() {
            return wire.wants();
        }

        @Override
        public boolean buffered() {
            return wire.buffered();
        }

        @Override
        public boolean endOutput() throws IOException {
            return wire.endOutput();
        }

        @Override
        public void close() {
            wire.close();
        }
    }
}
