package dev.parley.core;

/**
 * How much one step of a session may do before the other conversations of its thread get their turn: so many requests, and so much
 * time. The clock is looked at now and then only: it costs as much as a small request. One thread at a time.
 */
final class StepBudget {
    /** More than a read holds of all but the smallest messages. */
    private static final int MOST_REQUESTS = 1024;

    private static final long MOST_NANOS = 2_000_000;
    /** Between two looks at the clock; the first comes sooner, because each request may be slow. */
    private static final int REQUESTS_PER_LOOK = 16;

    private final SessionHost host;
    private int served;
    private long beganNanos;

    StepBudget(SessionHost host) {
        this.host = host;
    }

    void begin() {
        served = -1;
    }

    /** Counts the request that comes next; true when it has to wait for the next step. Never true for the first. */
    boolean spent() {
        served++;
        if (served == 0) {
            return false;
        }
        if (served == 1) {
            beganNanos = host.nanoTime();
            return false;
        }
        if (served == MOST_REQUESTS) {
            return true;
        }
        boolean looks = served == 4 || served % REQUESTS_PER_LOOK == 0;
        return looks && host.nanoTime() - beganNanos > MOST_NANOS;
    }
}
