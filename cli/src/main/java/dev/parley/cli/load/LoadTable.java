package dev.parley.cli.load;

import dev.parley.cli.shell.VerdictText;
import dev.parley.result.Counter;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.NumberText;
import dev.parley.result.Outcome;
import dev.parley.result.Percentile;
import java.util.Locale;
import java.util.OptionalLong;

/** A result for a person: both clocks side by side, and whether to believe them. */
final class LoadTable {
    private static final String ROW = "%-8s %12s %12s %12s%n";
    private static final double WHOLE = 100;

    private LoadTable() {}

    static String of(LoadResult result) {
        LoadResult.Measured measured = result.measured();
        StringBuilder text = new StringBuilder();
        line(text, result.setting().describe());
        text.append('\n');
        text.append(String.format(Locale.ROOT, ROW, "", "response", "service", "lateness"));
        for (Percentile percentile : Percentile.ALL) {
            if (measured.response().percentileNanos(percentile.percent()).isPresent()) {
                text.append(String.format(
                        Locale.ROOT,
                        ROW,
                        percentile.text(),
                        cell(measured.response().percentileNanos(percentile.percent())),
                        cell(measured.service().percentileNanos(percentile.percent())),
                        cell(measured.lateness().percentileNanos(percentile.percent()))));
            }
        }
        text.append(String.format(
                Locale.ROOT, ROW, "max", max(measured.response()), max(measured.service()), max(measured.lateness())));
        text.append('\n');
        throughput(text, measured);
        errors(text, measured);
        return text.append(VerdictText.of(result.verdict())).toString();
    }

    private static void throughput(StringBuilder text, LoadResult.Measured measured) {
        if (measured.closedLoop()) {
            line(
                    text,
                    String.format(
                            Locale.ROOT,
                            "throughput: %.1f replies/s, as fast as they came",
                            measured.repliesPerSecond()));
        } else {
            line(
                    text,
                    String.format(
                            Locale.ROOT,
                            "throughput: %.1f/s asked, %.1f/s sent (%.1f %%), %.1f replies/s",
                            measured.askedPerSecond(),
                            measured.sentPerSecond(),
                            WHOLE * measured.keptShare(),
                            measured.repliesPerSecond()));
        }
        line(
                text,
                String.format(
                        Locale.ROOT,
                        "requests: %d measured, %d answered as expected",
                        measured.response().count(),
                        measured.count(Outcome.REPLY)));
    }

    private static void errors(StringBuilder text, LoadResult.Measured measured) {
        StringBuilder kinds = new StringBuilder();
        for (Outcome outcome : Outcome.values()) {
            if (outcome != Outcome.REPLY && measured.count(outcome) > 0) {
                kinds.append(", ").append(measured.count(outcome)).append(' ').append(outcome.text());
            }
        }
        line(text, String.format(Locale.ROOT, "errors: %d%s", measured.errors(), kinds));
        StringBuilder events = new StringBuilder();
        for (Counter counter : Counter.values()) {
            if (counter != Counter.DUE && counter != Counter.SENT && measured.count(counter) > 0) {
                events.append(events.isEmpty() ? "" : ", ")
                        .append(measured.count(counter))
                        .append(' ')
                        .append(counter.text());
            }
        }
        if (!events.isEmpty()) {
            line(text, String.format(Locale.ROOT, "also: %s", events));
        }
        measured.jitterNanos()
                .ifPresent(nanos -> line(text, "jitter: " + NumberText.time(nanos) + " (RFC 3550, of round trips)"));
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }

    private static String max(LatencyHistogram latencies) {
        return latencies.count() == 0 ? "-" : NumberText.time(latencies.maxNanos());
    }

    private static String cell(OptionalLong nanos) {
        return NumberText.time(nanos);
    }
}
