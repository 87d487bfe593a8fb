package dev.parley.client;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends a write that a server does not take. A write to a socket of the JDK has no timeout, so a thread of ours watches the
 * writes of a connection and closes it when one lasts too long. There is none for the first few kilobytes, which the system
 * always has room for: most clients send no more.
 *
 * <pre>
 *   0 -- write begins --> its deadline -- write ends --> 0
 *                               '-- deadline passes --> EXPIRED, socket closed
 * </pre>
 */
final class WriteDeadline {
    private static final int ALWAYS_TAKEN_BYTES = 4096;
    private static final long NONE = 0;
    private static final long EXPIRED = Long.MIN_VALUE;

    private final Socket socket;
    private final long timeoutNanos;
    /** When the write under way is late, a reading of {@link System#nanoTime}; or {@link #NONE}, or {@link #EXPIRED}. */
    private final AtomicLong deadlineNanos = new AtomicLong(NONE);

    private long sentBytes;
    private volatile @Nullable Thread watcher;
    /** The watcher waits for a write, and has to be woken for one. */
    private volatile boolean idle;

    WriteDeadline(Socket socket, Duration timeout) {
        this.socket = socket;
        this.timeoutNanos = timeout.toNanos();
    }

    /**
     * Writes all of it; one thread at a time.
     *
     * @return false when it was not taken in time; then the socket is closed
     */
    boolean write(byte[] bytes, int offset, int length) throws IOException {
        sentBytes += length;
        if (sentBytes <= ALWAYS_TAKEN_BYTES) {
            socket.getOutputStream().write(bytes, offset, length);
            return true;
        }
        long late = System.nanoTime() + timeoutNanos;
        deadlineNanos.set(late);
        wakeWatcher();
        try {
            socket.getOutputStream().write(bytes, offset, length);
        } catch (IOException e) {
            if (deadlineNanos.get() != EXPIRED) {
                throw e;
            }
        }
        return deadlineNanos.compareAndSet(late, NONE);
    }

    private void wakeWatcher() {
        Thread thread = watcher;
        if (thread == null) {
            watcher = Thread.ofVirtual().name("parley-write-deadline").start(this::watch);
        } else if (idle) {
            LockSupport.unpark(thread);
        }
    }

    private void watch() {
        while (!socket.isClosed()) {
            long late = deadlineNanos.get();
            long left = late - System.nanoTime();
            if (late == NONE) {
                idle = true;
                if (deadlineNanos.get() == NONE && !socket.isClosed()) {
                    LockSupport.park(this);
                }
                idle = false;
            } else if (left > 0) {
                LockSupport.parkNanos(this, left); // a write that ends meanwhile does not wake us
            } else if (deadlineNanos.compareAndSet(late, EXPIRED)) {
                closeSocket();
            }
        }
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException _) {
            // It is of no more use to anyone.
        }
    }

    /** The socket was closed: nothing is watched any more. */
    void closed() {
        Thread thread = watcher;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }
}
