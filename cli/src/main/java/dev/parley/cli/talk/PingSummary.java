package dev.parley.cli.talk;

import dev.parley.core.Endpoint;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.Percentile;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** How pings went, for a person, in the shape of ping(8). Too few samples for a percentile leave it out. */
final class PingSummary {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double WHOLE = 100;

    private PingSummary() {}

    static double lossPercent(PingClients pings) {
        return WHOLE * pings.lost() / Math.max(1, pings.sent() - pings.open());
    }

    static List<String> lines(Endpoint endpoint, PingClients pings, LoadResult.Measured measured) {
        List<String> lines = new ArrayList<>();
        lines.add("--- " + endpoint + " ping statistics ---");
        lines.add(String.format(
                Locale.ROOT,
                "%d sent, %d received, %s%s %% loss, time %.1f s",
                pings.sent(),
                pings.received(),
                pings.open() == 0 ? "" : pings.open() + " open when interrupted, ",
                percent(lossPercent(pings)),
                measured.measuredNanos() / NANOS_PER_SECOND));
        LatencyHistogram replies = measured.service();
        if (replies.count() > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "round trip min/avg/max/stddev = %.3f/%.3f/%.3f/%.3f ms",
                    replies.minNanos() / NANOS_PER_MILLI,
                    replies.meanNanos() / NANOS_PER_MILLI,
                    replies.maxNanos() / NANOS_PER_MILLI,
                    replies.standardDeviationNanos() / NANOS_PER_MILLI));
            percentiles(replies, lines);
        }
        return lines;
    }

    private static void percentiles(LatencyHistogram replies, List<String> lines) {
        StringJoiner names = new StringJoiner("/");
        StringJoiner values = new StringJoiner("/");
        for (Percentile percentile : Percentile.ALL) {
            replies.percentileNanos(percentile.percent()).ifPresent(nanos -> {
                names.add(percentile.text());
                values.add(String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_MILLI));
            });
        }
        if (names.length() > 0) {
            lines.add("round trip " + names + " = " + values + " ms");
        }
    }

    /** Without zeros at the end; a loss is never rounded to none. */
    private static String percent(double percent) {
        return new DecimalFormat("0.####", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(percent);
    }
}
