package dev.parley.services;

import dev.parley.core.Filter;
import dev.parley.core.SessionFactory;
import java.time.Duration;

/**
 * What is to go wrong between a service and its peers, to see how they bear it: on any service, transport and engine. Requests are
 * delayed; replies are dropped, duplicated, put behind the next one, corrupted, paced, or a reset comes instead of one. Which of them
 * is drawn from the seed, for each conversation: the same seed and the same messages have the same faults. These are fixed;
 * {@link SwitchableFaults} change while a server runs.
 *
 * <pre>{@code
 * Faults faults = Faults.NONE.withDelay(Duration.ofMillis(5), Duration.ofMillis(2)).withDrop(0.01).withSeed(42);
 * ServerSpec spec = ServerSpec.of(endpoint, protocol, services.filteredBy(faults.delays()), limits);
 * engine.start(spec.withSessions(faults.around(spec.sessions(), endpoint.isDatagram())));
 * }</pre>
 *
 * <p>A stream loses nothing and doubles nothing, and its peers match replies to requests by their order: what can only happen to
 * datagrams does not happen to a stream, and a reset does not happen to datagrams.
 *
 * @param delay each request reaches the service so much later, side by side; replies of one conversation keep their order
 * @param spread so much less or more than that, evenly spread; at most {@code delay}
 * @param drop the share of replies that are lost on datagrams, 0 to 1; the service does not learn of it, as from a network
 * @param duplicate the share of replies that come twice on datagrams
 * @param reorder the share of replies that leave behind the next one on datagrams, or alone after {@value #HELD_MILLIS} ms
 * @param corrupt the share of replies of which one bit is another, of all that travels: framing and content
 * @param bytesPerSecond the replies of all conversations together leave no faster, framing and content; 0.125 or more, {@link
 *     #UNLIMITED} for as fast as they can. A burst of {@value #BURST_MILLIS} ms' worth is let through
 * @param resetAfter so many replies of a stream leave; a reset comes instead of the one behind them. {@link #NEVER} for none
 * @param first only so many requests are delayed, and only so many replies have faults, of all conversations together
 * @param seed what is drawn begins with this and the number of the conversation
 */
public record Faults(
        Duration delay,
        Duration spread,
        double drop,
        double duplicate,
        double reorder,
        double corrupt,
        double bytesPerSecond,
        long resetAfter,
        long first,
        long seed) {
    /** For {@code resetAfter}: no reset. For {@code first}: all. */
    public static final long NEVER = Long.MAX_VALUE;

    /** For {@code bytesPerSecond}: no limit. */
    public static final double UNLIMITED = Double.POSITIVE_INFINITY;

    /** A bit a second: what is slower does not end. */
    private static final double LEAST_BYTES_PER_SECOND = 0.125;

    /** What comes in so long may leave at once: far above how late a timer of an engine may be, so that this is made up for. */
    static final long BURST_MILLIS = 10;

    /** How long a reply waits for the next one, which is to overtake it. */
    static final long HELD_MILLIS = 100;

    /** No faults. */
    public static final Faults NONE = new Faults(Duration.ZERO, Duration.ZERO, 0, 0, 0, 0, UNLIMITED, NEVER, NEVER, 0);

    public Faults {
        if (delay.isNegative() || spread.isNegative() || spread.compareTo(delay) > 0) {
            throw new IllegalArgumentException("a delay of " + delay + " cannot vary by " + spread);
        }
        requireShare("drop", drop);
        requireShare("duplicate", duplicate);
        requireShare("reorder", reorder);
        requireShare("corrupt", corrupt);
        if (!(bytesPerSecond >= LEAST_BYTES_PER_SECOND)) {
            throw new IllegalArgumentException(
                    "a bandwidth is a bit a second at least, not " + bytesPerSecond + " bytes");
        }
        if (resetAfter < 0 || first < 0) {
            throw new IllegalArgumentException("messages are counted from 0");
        }
    }

    private static void requireShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " is a share from 0 to 1, not " + share);
        }
    }

    /** The same with a delay. */
    public Faults withDelay(Duration time, Duration varyingBy) {
        return new Faults(time, varyingBy, drop, duplicate, reorder, corrupt, bytesPerSecond, resetAfter, first, seed);
    }

    /** The same with replies lost. */
    public Faults withDrop(double share) {
        return new Faults(delay, spread, share, duplicate, reorder, corrupt, bytesPerSecond, resetAfter, first, seed);
    }

    /** The same with replies that come twice. */
    public Faults withDuplicate(double share) {
        return new Faults(delay, spread, drop, share, reorder, corrupt, bytesPerSecond, resetAfter, first, seed);
    }

    /** The same with replies that are overtaken. */
    public Faults withReorder(double share) {
        return new Faults(delay, spread, drop, duplicate, share, corrupt, bytesPerSecond, resetAfter, first, seed);
    }

    /** The same with replies of which a bit is another. */
    public Faults withCorrupt(double share) {
        return new Faults(delay, spread, drop, duplicate, reorder, share, bytesPerSecond, resetAfter, first, seed);
    }

    /** The same with so many bytes a second, of all conversations together. */
    public Faults withBandwidth(double bytes) {
        return new Faults(delay, spread, drop, duplicate, reorder, corrupt, bytes, resetAfter, first, seed);
    }

    /** The same with a reset of each stream after so many replies. */
    public Faults withResetAfter(long replies) {
        return new Faults(delay, spread, drop, duplicate, reorder, corrupt, bytesPerSecond, replies, first, seed);
    }

    /** The same for so many messages. */
    public Faults withFirst(long messages) {
        return new Faults(delay, spread, drop, duplicate, reorder, corrupt, bytesPerSecond, resetAfter, messages, seed);
    }

    /** The same, drawn from another seed. */
    public Faults withSeed(long other) {
        return new Faults(delay, spread, drop, duplicate, reorder, corrupt, bytesPerSecond, resetAfter, first, other);
    }

    /** Whether something is drawn, so that the seed matters. */
    public boolean drawn() {
        return !spread.isZero() || drop > 0 || duplicate > 0 || reorder > 0 || corrupt > 0;
    }

    /** Whether nothing goes wrong. */
    public boolean isNone() {
        return delay.isZero() && !ofReplies();
    }

    private boolean ofReplies() {
        return drop > 0
                || duplicate > 0
                || reorder > 0
                || corrupt > 0
                || bytesPerSecond < UNLIMITED
                || resetAfter < NEVER;
    }

    /**
     * Those of them that happen there; what is left of nothing is {@link #NONE}.
     *
     * @param datagrams whether the conversations are over datagrams
     */
    public Faults happeningTo(boolean datagrams) {
        Faults those =
                datagrams ? withResetAfter(NEVER) : withDrop(0).withDuplicate(0).withReorder(0);
        return those.isNone() ? NONE : those;
    }

    /** The delay, around services. Each call counts {@code first} anew. */
    public Filter delays() {
        return new SwitchableFaults(this).delays();
    }

    /**
     * All but the delay, around sessions. Each call counts {@code first} anew.
     *
     * @param datagrams whether the conversations are over datagrams
     */
    public SessionFactory around(SessionFactory sessions, boolean datagrams) {
        return ofReplies() ? new SwitchableFaults(this).around(sessions, datagrams) : sessions;
    }
}
