package dev.parley.cli.load;

import dev.parley.load.LoadRun;
import dev.parley.load.ProgressSnapshot;
import dev.parley.result.LatencyHistogram;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts snapshots together to intervals that are all of one length and begin with the measured part, whenever the
 * snapshots are taken. One thread.
 */
final class WholeIntervals {
    /** The warm-up ends by itself, at no multiple of anything. */
    private static final long LONGEST_IN_WARM_UP_NANOS = 50_000_000L;

    private final long everyNanos;
    private final LatencyHistogram response = new LatencyHistogram();
    private final LatencyHistogram service = new LatencyHistogram();
    private final LatencyHistogram wholeResponse = new LatencyHistogram();
    private final LatencyHistogram wholeService = new LatencyHistogram();
    private boolean warmingUp = true;
    private long beginNanos;
    private long nextNanos;
    private long nowNanos;
    private long replies;

    WholeIntervals(Duration every) {
        this.everyNanos = every.toNanos();
        this.nextNanos = everyNanos;
    }

    /**
     * Passes on the whole intervals of a run until it is over.
     *
     * @param lines gets every snapshot as well; null for none
     */
    static void follow(LoadRun run, Duration every, @Nullable IntervalLines lines, Consumer<ProgressSnapshot> receiver)
            throws InterruptedException {
        WholeIntervals intervals = new WholeIntervals(every);
        boolean over = false;
        while (!over) {
            Duration left = intervals.untilNext();
            over = run.await(lines == null || left.compareTo(lines.untilNext()) < 0 ? left : lines.untilNext());
            ProgressSnapshot snapshot = run.progress();
            if (lines != null) {
                lines.add(snapshot);
                if (lines.failed() && !over) {
                    run.stop("the intervals could not be written");
                }
            }
            ProgressSnapshot whole = intervals.add(snapshot);
            if (whole != null) {
                receiver.accept(whole);
            }
        }
    }

    /** When to take the next snapshot. */
    Duration untilNext() {
        long left = Math.max(1, nextNanos - nowNanos);
        return Duration.ofNanos(warmingUp ? Math.min(left, LONGEST_IN_WARM_UP_NANOS) : left);
    }

    /** One more snapshot; the whole interval that it ends, or null when it ends none. Its histograms are used again. */
    @Nullable
    ProgressSnapshot add(ProgressSnapshot snapshot) {
        if (warmingUp && !snapshot.warmingUp()) {
            warmingUp = false;
            begin(0);
        }
        nowNanos = snapshot.nanos();
        response.add(snapshot.response());
        service.add(snapshot.service());
        replies += snapshot.replies();
        if (nowNanos < nextNanos) {
            return null;
        }
        ProgressSnapshot whole = gathered(snapshot);
        begin(nowNanos);
        return whole;
    }

    /** What has come since the last whole interval, with the last snapshot. */
    ProgressSnapshot gathered(ProgressSnapshot snapshot) {
        return new ProgressSnapshot(
                nowNanos,
                nowNanos - beginNanos,
                snapshot.warmingUp(),
                snapshot.waitingForReplies(),
                filled(wholeResponse, response),
                filled(wholeService, service),
                replies,
                snapshot.sent(),
                snapshot.errors());
    }

    private static LatencyHistogram filled(LatencyHistogram to, LatencyHistogram from) {
        to.clear();
        to.add(from);
        return to;
    }

    private void begin(long nanos) {
        beginNanos = nanos;
        nextNanos = (nanos / everyNanos + 1) * everyNanos;
        replies = 0;
        response.clear();
        service.clear();
    }
}
