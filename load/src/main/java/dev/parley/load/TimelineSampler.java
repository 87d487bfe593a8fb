package dev.parley.load;

import java.time.Duration;

/**
 * Samples a run's timeline periodically: some sixty points where the duration is known. Where it is not, the period
 * grows as the run goes on, so that a long one stays a small file. Intervals end at multiples of the period, and so line up with
 * those of a run that began at the same moment.
 */
final class TimelineSampler implements Runnable {
    private static final int POINTS = 60;
    private static final int POINTS_BEFORE_LONGER = 300;
    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration UNKNOWN = Duration.ofMillis(500);

    private final RunStatistics statistics;
    private final LoadClock clock;
    private final Thread thread;
    private final long endNanos;
    private Duration period;
    private volatile boolean ended;

    /**
     * @param expected of the measured phase; zero when unknown
     * @param endNanos of sending; a last period of less than half its length joins the one before
     */
    TimelineSampler(RunStatistics statistics, LoadClock clock, Duration expected, long endNanos) {
        this.statistics = statistics;
        this.clock = clock;
        this.endNanos = endNanos;
        this.period = period(expected);
        this.thread = Thread.ofPlatform().daemon().name("parley-load-timeline").unstarted(this);
    }

    static Duration period(Duration expected) {
        if (expected.isZero()) {
            return UNKNOWN;
        }
        Duration even = expected.dividedBy(POINTS);
        return even.compareTo(SHORTEST) < 0 ? SHORTEST : even.compareTo(LONGEST) > 0 ? LONGEST : even;
    }

    /** To the next multiple of the period, but for one that is reached already, or nearly so. */
    static Duration untilNext(long nowNanos, Duration period) {
        long every = period.toNanos();
        return Duration.ofNanos((nowNanos + every / 2) / every * every + every - nowNanos);
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        try {
            int longerFrom = POINTS_BEFORE_LONGER;
            while (!ended) {
                Thread.sleep(untilNext(clock.now(), period));
                long now = clock.now();
                if (now < endNanos - period.toNanos() / 2) {
                    statistics.mark(now);
                }
                if (statistics.points() >= longerFrom) {
                    period = period.multipliedBy(2);
                    longerFrom += POINTS_BEFORE_LONGER;
                }
            }
        } catch (InterruptedException e) { // the run is over
            Thread.currentThread().interrupt();
        }
    }

    void end() throws InterruptedException {
        ended = true;
        thread.interrupt();
        thread.join();
    }
}
