package dev.parley.services;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket, kept as the time up to which all that has been taken is paid for. It fills with so many bytes a second and holds
 * what comes in {@value Faults#BURST_MILLIS} ms; whoever takes more than there is learns when it will be there, and is ahead of those that
 * come later. No clock of its own. Any thread.
 *
 * <pre>
 *   now - burst ........ now ........ paid until
 *        a full bucket        an empty one, so much in debt
 * </pre>
 */
final class TokenBucket {
    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(Faults.BURST_MILLIS);
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    /** A system call for less would cost more than what it sends. */
    private static final int LARGEST_PIECE_BYTES = 64 * 1024;

    private static final long UNUSED = Long.MIN_VALUE;

    private final double nanosPerByte;
    private final int pieceBytes;
    private final AtomicLong paidUntil = new AtomicLong(UNUSED);

    TokenBucket(double bytesPerSecond) {
        nanosPerByte = NANOS_PER_SECOND / bytesPerSecond;
        pieceBytes = (int) Math.clamp(BURST_NANOS / nanosPerByte, 1, LARGEST_PIECE_BYTES);
    }

    /** So much of a stream leaves at once: what a full bucket holds. */
    int pieceBytes() {
        return pieceBytes;
    }

    /** Takes so many bytes: when the last of them may leave, which may be before now. */
    long take(int bytes, long now) {
        long nanos = nanos(bytes);
        while (true) {
            long paid = paidUntil.get();
            long from = paid == UNUSED || paid - (now - BURST_NANOS) < 0 ? now - BURST_NANOS : paid;
            if (paidUntil.compareAndSet(paid, from + nanos)) {
                return from + nanos;
            }
        }
    }

    /** They do not leave after all. */
    void giveBack(int bytes) {
        paidUntil.addAndGet(-nanos(bytes));
    }

    /** How long the first byte of what would be taken now had to wait; 0 or less for not at all. */
    long waitNanos(long now) {
        long paid = paidUntil.get();
        return paid == UNUSED ? 0 : paid - now;
    }

    private long nanos(int bytes) {
        return Math.round(bytes * nanosPerByte);
    }
}
