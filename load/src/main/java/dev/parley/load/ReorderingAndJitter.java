package dev.parley.load;

import java.util.OptionalDouble;

/**
 * Reordering and jitter of the replies to one UDP client. One thread.
 *
 * <p>Order as in RFC 4737: a reply is reordered when one to a later request came before it. Jitter as in RFC 3550, section
 * 6.4.1: with D the difference of the transit times of two replies that come one after the other, each reply moves
 * J by (|D| - J) / 16. The transit is the whole round trip, since one clock cannot time one way.
 */
final class ReorderingAndJitter {
    /** RFC 3550's: small enough that one odd reply hardly shows, large enough that a lasting change does within some tens. */
    private static final double GAIN = 1 / 16.0;

    private long highestNumber;
    private long replies;
    private long lastTransitNanos;
    private double jitterNanos;

    /** A reply came in time; true when it was overtaken. */
    boolean add(long number, long transitNanos) {
        if (replies > 0) {
            jitterNanos += (Math.abs(transitNanos - lastTransitNanos) - jitterNanos) * GAIN;
        }
        replies++;
        lastTransitNanos = transitNanos;
        boolean overtaken = number < highestNumber;
        highestNumber = Math.max(highestNumber, number);
        return overtaken;
    }

    /** Empty with fewer than two replies. */
    OptionalDouble jitterNanos() {
        return replies < 2 ? OptionalDouble.empty() : OptionalDouble.of(jitterNanos);
    }
}
