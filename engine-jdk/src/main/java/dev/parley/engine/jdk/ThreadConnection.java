package dev.parley.engine.jdk;

import dev.parley.engine.Connection;
import dev.parley.engine.Deadlines;
import dev.parley.engine.StreamOutbox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A TCP conversation with a thread of its own, which blocks in read, in the service and in write.
 *
 * <p>The conversation's state is behind one lock. Its thread holds it in every step but not while it waits in read; then
 * the sweep, the drain and the writer of deferred replies may take it. Whoever must not wait uses {@code tryLock}.
 */
final class ThreadConnection implements Runnable {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    private static final int FIRST_READ_BYTES = 4 * 1024;
    private static final int LONGEST_READ_BYTES = 64 * 1024;
    private static final int STAGING_BYTES = 2 * 1024;

    /** Makes the conversation's state machine on its way out. */
    interface Opening {
        Connection open(StreamOutbox outbox, WritableByteChannel out, Runnable wakeup);
    }

    private final SocketChannel channel;
    private final Connection connection;
    private final Deadlines deadlines;
    private final Runnable whenClosed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicBoolean wakeupPending = new AtomicBoolean();
    private volatile boolean draining;
    /** Since when one write blocks; 0 while none does. */
    private volatile long writingSince;
    /** The thread waits in read, or is about to, or has just come back with what it read. */
    private volatile boolean waiting;

    private long steps;
    /** How many steps there had been when this conversation was last seen quiet; -1 when it was not. */
    private long quietAtStep = -1;

    ThreadConnection(SocketChannel channel, Deadlines deadlines, Opening opening, Runnable whenClosed) {
        this.channel = channel;
        this.deadlines = deadlines;
        this.whenClosed = whenClosed;
        this.connection =
                opening.open(new StreamOutbox(ByteBuffer.allocate(STAGING_BYTES)), new WholeWrites(), this::wakeUp);
    }

    @Override
    public void run() {
        String reason = null;
        try {
            converse();
        } catch (IOException e) { // the peer is gone, or a deadline closed the channel
            reason = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            reason = "the server stops";
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) { // a fault of ours must cost one conversation, not the server
            LOG.log(
                    System.Logger.Level.ERROR,
                    "conversation with " + connection.peer().address() + " broken off",
                    e);
            reason = "an internal error";
        } finally {
            close(reason);
            whenClosed.run();
        }
    }

    private void converse() throws IOException, InterruptedException {
        ByteBuffer in = ByteBuffer.allocate(FIRST_READ_BYTES);
        boolean toldToDrain = false;
        while (true) {
            boolean finalRead = draining && !toldToDrain;
            waiting = !finalRead;
            int n = finalRead ? readNow(in) : channel.read(in);
            waiting = false;
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
                    toldToDrain = true;
                    connection.drain();
                }
                connection.advance();
                while (!connection.over() && !connection.wantsRead()) {
                    changed.await();
                }
                if (connection.over()) {
                    return;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void take(int n, ByteBuffer in) {
        if (n < 0) {
            connection.inputEnded();
        } else if (n > 0) {
            connection.received(in.flip());
            in.clear();
        }
    }

    /** Reads what is there, without waiting: 0 when nothing is. */
    private int readNow(ByteBuffer in) throws IOException {
        channel.configureBlocking(false);
        try {
            return channel.read(in);
        } finally {
            channel.configureBlocking(true);
        }
    }

    /** A deferred reply is there. Its giver must not wait for a slow peer, so a virtual thread writes it. */
    private void wakeUp() {
        if (wakeupPending.compareAndSet(false, true)) {
            Thread.ofVirtual().name("parley-deferred").start(this::resume);
        }
    }

    private void resume() {
        lock.lock();
        try {
            wakeupPending.set(false);
            if (!connection.over()) {
                connection.resume();
                connection.advance();
            }
        } catch (IOException e) { // the peer is gone, or a deadline closed the channel
            connection.close(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) { // a fault of ours must cost one conversation
            LOG.log(
                    System.Logger.Level.ERROR,
                    "conversation with " + connection.peer().address() + " broken off",
                    e);
            connection.close("an internal error");
        } finally {
            changed.signalAll();
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
                connection.advance();
            }
            quietAtStep = quiet ? steps : -1;
        } catch (IOException e) {
            connection.close(String.valueOf(e.getMessage()));
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    /** Looks at the deadlines. From any thread; does not wait. */
    void sweep(long now) {
        long writing = writingSince;
        if (writing != 0 && now - writing > deadlines.writeNanos()) {
            cut();
        } else if (lock.tryLock()) {
            try {
                String reason = connection.overdue(now);
                if (reason != null) {
                    connection.close(reason);
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Closes the channel under whoever waits on it. From any thread; does not wait. */
    void cut() {
        Arrivals.closeQuietly(channel);
    }

    /** For a conversation that was made and never run. */
    void neverRan() {
        close("it never began");
    }

    private void close(@Nullable String reason) {
        lock.lock();
        try {
            connection.close(reason);
        } finally {
            lock.unlock();
        }
    }

    /** Writes all of a buffer, however long it takes, and shows since when. */
    private final class WholeWrites implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int size = bytes.remaining();
            try {
                while (bytes.hasRemaining()) {
                    writingSince = System.nanoTime();
                    channel.write(bytes);
                }
            } finally {
                writingSince = 0;
            }
            return size;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
