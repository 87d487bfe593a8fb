package dev.parley.result;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * {@link LatencyByDueTime} in a document.
 *
 * @param intervals in order, from the begin of the measured part on, without a gap
 */
public record LatencyByDueTimePart(long intervalNanos, List<Interval> intervals) {
    private static final double MOST_SAMPLES = 1e15;

    public LatencyByDueTimePart {
        intervals = List.copyOf(intervals);
    }

    /**
     * Response times of the requests that were due in an interval.
     *
     * @param p50Nanos at most an eighth too long, as {@code p99Nanos}; empty where there are too few requests
     * @param maxNanos exact; empty where nothing was due
     * @param bins pairs of a bin and how many requests are in it, ascending; bins without a request are left out
     */
    public record Interval(
            long count, OptionalLong p50Nanos, OptionalLong p99Nanos, OptionalLong maxNanos, List<List<Long>> bins) {
        public Interval {
            bins = bins.stream().map(List::copyOf).toList();
        }

        private static Interval of(LatencyByDueTime times, int interval) {
            List<List<Long>> bins = new ArrayList<>();
            for (int bin = 0; bin < LatencyByDueTime.BINS; bin++) {
                if (times.count(interval, bin) > 0) {
                    bins.add(List.of((long) bin, times.count(interval, bin)));
                }
            }
            return new Interval(
                    times.count(interval),
                    times.percentileNanos(interval, 50),
                    times.percentileNanos(interval, 99),
                    times.maxNanos(interval),
                    bins);
        }
    }

    /** Null where nothing is known. */
    static @Nullable LatencyByDueTimePart of(LatencyByDueTime times) {
        if (times.intervals() == 0) {
            return null;
        }
        List<Interval> intervals = new ArrayList<>();
        for (int i = 0; i < times.intervals(); i++) {
            intervals.add(Interval.of(times, i));
        }
        return new LatencyByDueTimePart(times.intervalNanos(), intervals);
    }

    /** Counts and percentiles are those of the bins, whatever else the document has. */
    LatencyByDueTime times() throws ResultFormatException {
        if (intervalNanos == 0) {
            throw new ResultFormatException("'latencyByDueTime.intervalNanos' must be more than 0");
        }
        if (intervals.size() > LatencyByDueTime.MOST_INTERVALS) {
            throw new ResultFormatException(
                    "'latencyByDueTime.intervals' must be at most " + LatencyByDueTime.MOST_INTERVALS + " intervals");
        }
        LatencyByDueTime times = new LatencyByDueTime(intervalNanos);
        double total = 0;
        for (int i = 0; i < intervals.size(); i++) {
            String name = "latencyByDueTime.intervals[" + i + "]";
            long longest = intervals.get(i).maxNanos().orElse(0);
            if (longest > LatencyHistogram.LONGEST_NANOS) {
                throw new ResultFormatException("'" + name + ".maxNanos' must be an hour at most");
            }
            times.add(i, 0, 0, longest);
            for (List<Long> pair : intervals.get(i).bins()) {
                if (pair.size() != 2 || pair.get(0) >= LatencyByDueTime.BINS) {
                    throw new ResultFormatException("'" + name + ".bins' must be pairs of a bin below "
                            + LatencyByDueTime.BINS + " and a number of requests");
                }
                total += pair.get(1);
                if (total > MOST_SAMPLES) {
                    throw new ResultFormatException("'" + name + ".bins' count more requests than there can be");
                }
                times.add(i, pair.get(0).intValue(), pair.get(1), longest);
            }
        }
        return times;
    }
}
