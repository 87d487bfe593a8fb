package dev.parley.queue;

import java.time.Duration;

/**
 * A message to store.
 *
 * @param tube where to
 * @param priority 0 to 2^32-1, smallest first
 * @param delay how long it is not ready
 * @param timeToRun how long one that reserves it may hold it; less than a second becomes a second
 * @param body may be empty; the store's once it is put
 */
public record NewMessage(String tube, long priority, Duration delay, Duration timeToRun, byte[] body) {
    /** The largest priority, and in seconds the longest delay and time to run: what 32 bits hold. */
    public static final long MOST = 0xFFFF_FFFFL;

    /** {@link #MOST} seconds, 136 years. */
    public static final Duration LONGEST = Duration.ofSeconds(MOST);

    private static final Duration SHORTEST_RUN = Duration.ofSeconds(1);

    public NewMessage {
        if (tube.isEmpty()) {
            throw new IllegalArgumentException("a tube has a name");
        }
        requirePriority(priority);
        requireTime("delay", delay);
        requireTime("time to run", timeToRun);
        if (timeToRun.compareTo(SHORTEST_RUN) < 0) {
            timeToRun = SHORTEST_RUN;
        }
    }

    /** First in, first out in the default tube: no priority, no delay, and held for as long as its holder lives. */
    public static NewMessage of(byte[] body) {
        return new NewMessage(MessageStore.DEFAULT_TUBE, 0, Duration.ZERO, LONGEST, body);
    }

    static void requirePriority(long priority) {
        if (priority < 0 || priority > MOST) {
            throw new IllegalArgumentException("priority " + priority + " is not within 0 to " + MOST);
        }
    }

    static void requireTime(String what, Duration time) {
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + " " + time + " is not within 0 to " + MOST + " s");
        }
    }

    @Override
    public String toString() {
        return "NewMessage[" + tube + ", priority " + priority + ", " + body.length + " bytes]";
    }
}
