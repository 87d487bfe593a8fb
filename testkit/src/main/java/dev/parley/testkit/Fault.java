package dev.parley.testkit;

import dev.parley.core.Transport;
import java.time.Duration;

/**
 * One thing that goes wrong between a client and a server, as data. A {@link ChaosScript} gives the direction; the
 * faults of one direction add up. Bytes and datagrams are counted for each client and direction; moments, from the first
 * client's arrival at the proxy, are the same for all clients, as they are when a server stalls.
 */
public sealed interface Fault {
    /** Everything arrives so much later, in order. A stream may have 4 MiB on the way; then its sender has to wait. */
    record Delay(Duration by) implements Fault {
        public Delay {
            positive(by);
        }
    }

    /**
     * Nothing arrives for a time; then all that waited does. Datagrams stall at a {@link Point.Moment} only.
     *
     * @param at from where on
     */
    record Stall(Point at, Duration lasting) implements Fault {
        public Stall {
            positive(lasting);
        }
    }

    /** Both connections end normally, whatever is still on the way. A peer sees the end of the stream. */
    record Cut(Point at) implements Fault {}

    /** Both connections are reset. */
    record Reset(Point at) implements Fault {}

    /** At most so much arrives a second, smoothly. */
    record Rate(long bytesPerSecond) implements Fault {
        public Rate {
            if (bytesPerSecond <= 0) {
                throw new IllegalArgumentException("a rate is more than 0 bytes a second, not " + bytesPerSecond);
            }
        }
    }

    /** This share of all datagrams, 0 to 1, never arrives. Which ones is drawn from the script's seed. */
    record Loss(double share) implements Fault {
        public Loss {
            probability(share);
        }
    }

    /** This share of the datagrams that arrive does so twice in a row. */
    record Duplication(double share) implements Fault {
        public Duplication {
            probability(share);
        }
    }

    /**
     * This share of the datagrams that arrive is overtaken by those that follow it.
     *
     * @param places how many overtake it
     * @param heldAtMost when fewer have followed until then, it leaves so much late
     */
    record Reordering(double share, int places, Duration heldAtMost) implements Fault {
        private static final Duration HELD = Duration.ofMillis(100);

        public Reordering {
            probability(share);
            positive(heldAtMost);
            if (places < 1) {
                throw new IllegalArgumentException("at least 1 overtakes, not " + places);
            }
        }

        /** Held for 100 ms at most. */
        public Reordering(double share, int places) {
            this(share, places, HELD);
        }
    }

    /** Where in a conversation. */
    sealed interface Point {
        /** After so many bytes of this client in this direction; 0 is before the first. Exact: the next byte is hit. */
        record Bytes(long count) implements Point {
            public Bytes {
                if (count < 0) {
                    throw new IllegalArgumentException("bytes are counted from 0, not from " + count);
                }
            }
        }

        /** So long after the first client came to the proxy. */
        record Moment(Duration sinceFirstClient) implements Point {
            public Moment {
                if (sinceFirstClient.isNegative()) {
                    throw new IllegalArgumentException("a moment before the first client: " + sinceFirstClient);
                }
            }
        }
    }

    /** Shorthand for {@link Point.Bytes}. */
    static Point afterBytes(long count) {
        return new Point.Bytes(count);
    }

    /** Shorthand for {@link Point.Moment}. */
    static Point after(Duration sinceFirstClient) {
        return new Point.Moment(sinceFirstClient);
    }

    /** True when this can happen to what travels so. */
    default boolean fits(Transport transport) {
        boolean datagrams = transport == Transport.UDP;
        return switch (this) {
            case Delay _ -> true;
            case Stall stall -> !datagrams || stall.at instanceof Point.Moment;
            case Cut _, Reset _, Rate _ -> !datagrams;
            case Loss _, Duplication _, Reordering _ -> datagrams;
        };
    }

    private static void positive(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("more than no time, not " + duration);
        }
    }

    private static void probability(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is from 0 to 1, not " + share);
        }
    }
}
