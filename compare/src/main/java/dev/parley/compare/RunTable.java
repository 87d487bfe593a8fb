package dev.parley.compare;

import dev.parley.result.LatencyHistogram;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The histograms of several runs beside each other, so that the percentiles of any mixture of them are found by a few dozen
 * additions: values in order, and how many samples of each run do not exceed them. Immutable.
 */
final class RunTable {
    private final int runs;
    private final long[] valueNanos;
    /** A row for each value, in it a cell for each run. */
    private final long[] upTo;

    RunTable(List<LatencyHistogram> histograms) {
        runs = histograms.size();
        Map<Long, long[]> counts = new TreeMap<>();
        for (int run = 0; run < runs; run++) {
            int column = run;
            histograms
                    .get(run)
                    .forEachValue((nanos, count) ->
                            counts.computeIfAbsent(nanos, _ -> new long[histograms.size()])[column] += count);
        }
        valueNanos = counts.keySet().stream().mapToLong(Long::longValue).toArray();
        upTo = new long[runs * valueNanos.length];
        int cell = 0;
        for (long[] row : counts.values()) {
            for (long count : row) {
                upTo[cell] = count + (cell < runs ? 0 : upTo[cell - runs]);
                cell++;
            }
        }
    }

    int runs() {
        return runs;
    }

    /** @param times how often each run is in the mixture */
    long total(int[] times) {
        return valueNanos.length == 0 ? 0 : upTo(valueNanos.length - 1, times);
    }

    private long upTo(int row, int[] times) {
        long sum = 0;
        int cell = row * runs;
        for (int often : times) {
            sum += often * upTo[cell++];
        }
        return sum;
    }

    /** The value of the sample of this rank, from 1; 0 when there is none. */
    long nanosAt(long rank, int[] times) {
        int low = 0;
        int high = valueNanos.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (upTo(middle, times) >= rank) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return high < 0 ? 0 : valueNanos[low];
    }

    /** The rank of a percentile among so many samples, from 1. */
    static long rank(double percent, long total) {
        return Math.clamp((long) Math.ceil(percent / 100 * total * (1 - 1e-12)), 1L, Math.max(1L, total));
    }
}
