package dev.parley.cli.load;

import dev.parley.cli.shell.FoldedText;
import dev.parley.load.ConstantRate;
import dev.parley.load.LoadSpec;
import dev.parley.load.ProgressSnapshot;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.NumberText;
import dev.parley.result.Percentile;
import dev.parley.result.Reason;
import dev.parley.result.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the full screen shows of a load: rows of text, from one interval after another. One thread. */
final class LiveView {
    private static final String BARS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
    private static final int MOST_POINTS = 1000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int RATE_COLUMNS = 30;
    private static final double P99 = 99;

    private final LoadSpec spec;
    private final LatencyHistogram all = new LatencyHistogram();
    private final Deque<Long> p99Nanos = new ArrayDeque<>();
    private long replies;
    private @Nullable ProgressSnapshot last;
    private Optional<Verdict> verdict = Optional.empty();

    LiveView(LoadSpec spec) {
        this.spec = spec;
    }

    /**
     * One interval more.
     *
     * @param soFar the verdict of all until its end; empty while warming up
     */
    void add(ProgressSnapshot interval, Optional<Verdict> soFar) {
        last = interval;
        verdict = soFar;
        if (interval.warmingUp()) {
            return;
        }
        all.add(interval.response());
        replies += interval.replies();
        p99Nanos.addLast(interval.response().roughPercentileNanos(P99));
        if (p99Nanos.size() > MOST_POINTS) {
            p99Nanos.removeFirst();
        }
    }

    /** As many as fit a terminal, each of them shorter than it is wide. */
    List<String> rows(int columns, int height) {
        List<String> rows = new ArrayList<>();
        rows.add(spec.setting().describe());
        rows.add("");
        ProgressSnapshot now = last;
        if (now == null || now.warmingUp()) {
            rows.add("warming up" + (now == null ? "" : "  " + seconds(now.nanos())));
        } else {
            measured(now, columns, rows);
        }
        rows.add("");
        rows.add("Ctrl-C ends the load and shows its result, with the verdict");
        return rows.stream()
                .limit(Math.max(1, height - 1))
                .map(row -> row.substring(0, Math.max(0, Math.min(row.length(), columns - 1))))
                .toList();
    }

    private void measured(ProgressSnapshot now, int columns, List<String> rows) {
        boolean waiting = now.waitingForReplies() && now.replies() == 0;
        rows.add((waiting ? "waiting for replies  " : "measuring  ")
                + seconds(now.nanos())
                + (waiting ? "" : left(now)));
        rows.add(rate(now));
        rows.add(String.format(Locale.ROOT, "errors     %,d", now.errors()));
        rows.add("");
        rows.add(String.format(Locale.ROOT, "%-8s %12s %12s", "response", "now", "so far"));
        for (Percentile percentile : Percentile.ALL) {
            rows.add(row(percentile.text(), now, times -> times.percentileNanos(percentile.percent())));
        }
        rows.add(row("max", now, LatencyHistogram::longestNanos));
        rows.add("");
        verdict.ifPresent(soFar ->
                rows.addAll(FoldedText.of(verdict(soFar), columns - 1).lines().toList()));
        rows.add("");
        long highest = p99Nanos.stream().mapToLong(nanos -> nanos).max().orElse(0);
        rows.add("p99 over time, up to " + NumberText.time(highest));
        rows.add(sparkline(List.copyOf(p99Nanos), columns - 1));
    }

    /** {@code verdict so far: valid up to p90 - generator: more than half of p99 and above is ...}, with the reason that decides. */
    private static String verdict(Verdict soFar) {
        return "verdict so far: " + soFar.text()
                + soFar.reasons().stream()
                        .min(Comparator.comparingDouble(Reason::fromPercent))
                        .map(reason -> " - " + reason.kind().blame().text() + ": " + reason.text())
                        .orElse("");
    }

    private String row(String name, ProgressSnapshot now, Function<LatencyHistogram, OptionalLong> value) {
        return String.format(
                Locale.ROOT,
                "%-8s %12s %12s",
                name,
                NumberText.time(value.apply(now.response())),
                NumberText.time(value.apply(all)));
    }

    private String rate(ProgressSnapshot now) {
        double perSecond = now.repliesPerSecond();
        String text = String.format(Locale.ROOT, "rate       %,.1f replies/s", perSecond);
        if (!(spec.schedule() instanceof ConstantRate target)) {
            return text;
        }
        double share = perSecond / target.perSecond();
        int full = (int) Math.round(Math.clamp(share, 0, 1) * RATE_COLUMNS);
        return text
                + String.format(
                        Locale.ROOT,
                        " of %s/s  [%s%s] %.0f %%",
                        NumberText.number(target.perSecond()),
                        "#".repeat(full),
                        "-".repeat(RATE_COLUMNS - full),
                        100 * share);
    }

    private String left(ProgressSnapshot now) {
        if (spec.count() > 0) {
            return String.format(Locale.ROOT, "  %,d of %,d requests", replies, spec.count());
        }
        return "  " + seconds(Math.max(0, spec.duration().toNanos() - now.nanos())) + " left";
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / NANOS_PER_SECOND);
    }

    /** A bar a value, the last ones where there are too many; the highest value is a full bar, none a blank. */
    static String sparkline(List<Long> values, int columns) {
        List<Long> shown = values.subList(Math.max(0, values.size() - Math.max(0, columns)), values.size());
        long highest = shown.stream().mapToLong(value -> value).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (long value : shown) {
            text.append(
                    value == 0 ? ' ' : BARS.charAt((int) Math.min(BARS.length() - 1, value * BARS.length() / highest)));
        }
        return text.toString();
    }

    /** How often the screen changes. */
    static Duration interval(Duration requested) {
        Duration usual = Duration.ofMillis(500);
        return requested.compareTo(usual) < 0 ? requested : usual;
    }
}
