package dev.parley.client;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Turns a moment into what sockets understand: whole milliseconds to wait, of which 0 would mean for ever. */
final class Deadline {
    private Deadline() {}

    /** The reading of {@link System#nanoTime} at which a wait that begins now ends. */
    static long after(Duration timeout) {
        return System.nanoTime() + timeout.toNanos();
    }

    /**
     * Milliseconds left, rounded up.
     *
     * @throws SocketTimeoutException when none are
     */
    static int millisLeft(long deadlineNanos) throws SocketTimeoutException {
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.min(Integer.MAX_VALUE, 1 + (left - 1) / TimeUnit.MILLISECONDS.toNanos(1));
    }
}
