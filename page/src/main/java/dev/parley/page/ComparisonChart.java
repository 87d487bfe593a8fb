package dev.parley.page;

import dev.parley.compare.Difference;
import dev.parley.compare.GroupComparison;
import dev.parley.compare.Metric;
import dev.parley.compare.Report;
import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Results below each other, a row each, with the ratio to its baseline. */
final class ComparisonChart implements Chart {
    private static final Metric P99 = Metric.named("p99");
    private static final int ROW = 40;
    private static final int BAR = 10;
    private static final int HEAD = 6;
    private static final int FOOT = 24;
    private static final int GAP = 8;

    /** What is compared. */
    enum Of {
        REPLIES("Replies per second"),
        LATENCY("Response time, from p50 to p99");

        private final String title;

        Of(String title) {
            this.title = title;
        }

        private Metric metric() {
            return this == REPLIES ? Metric.THROUGHPUT : P99;
        }
    }

    private final Of of;
    private final List<NamedResult> results;
    private final Report report;
    private final Axis axis;

    /** @param results one for each row of the report, as they are called on this page */
    ComparisonChart(Of of, List<NamedResult> results, Report report) {
        this.of = of;
        this.results = results;
        this.report = report;
        this.axis = of == Of.REPLIES
                ? Axis.rate(results.stream()
                        .mapToDouble(ComparisonChart::rate)
                        .max()
                        .orElse(0))
                : latencyAxis(results);
    }

    private static Axis latencyAxis(List<NamedResult> results) {
        return Axis.latency(results.stream()
                .flatMap(named -> Stream.of(p(50, named), p(99, named)))
                .flatMapToLong(OptionalLong::stream));
    }

    private static double rate(NamedResult named) {
        return named.result().measured().repliesPerSecond();
    }

    private static OptionalLong p(double percentile, NamedResult named) {
        return named.result().measured().response().percentileNanos(percentile);
    }

    /** What is written at the end of a row. */
    private String value(int row) {
        NamedResult named = results.get(row);
        if (of == Of.REPLIES) {
            return NumberText.rate(rate(named)) + ratio(row);
        }
        OptionalLong p99 = p(99, named);
        return p99.isEmpty() ? "p99 – too few samples" : "p99 " + NumberText.timeInPage(p99.getAsLong()) + ratio(row);
    }

    private String ratio(int row) {
        GroupComparison comparison = report.rows().get(row).comparison();
        return comparison == null
                ? ""
                : comparison
                        .of(of.metric())
                        .map(difference -> " " + mark(difference) + NumberText.ratio(difference.ratio()))
                        .orElse("");
    }

    static String mark(Difference difference) {
        return switch (difference.finding()) {
            case SHOWN -> "";
            case NOT_SHOWN -> "~";
            case UNDECIDED -> "?";
        };
    }

    @Override
    public String id() {
        return of == Of.REPLIES ? "compare-rate" : "compare-latency";
    }

    @Override
    public String title() {
        return of.title;
    }

    @Override
    public String description() {
        return IntStream.range(0, results.size())
                .mapToObj(row -> results.get(row).name() + ": " + value(row))
                .collect(Collectors.joining(". ", "", "."));
    }

    @Override
    public int height(Shape shape) {
        return HEAD + results.size() * ROW + FOOT;
    }

    @Override
    public void draw(Markup page, Shape shape) {
        int bottom = height(shape) - FOOT;
        double free = 0;
        for (Axis.Tick tick : axis.ticks()) {
            page.empty(
                    "path", "class", "grid", "d", NumberText.format("M%.1f %dV%d", x(tick.at(), shape), HEAD, bottom));
            double half = Plot.textWidth(tick.label()) / 2;
            double middle = Math.clamp(x(tick.at(), shape), half, shape.width - half);
            if (middle - half >= free) {
                text(page, tick.label(), "", middle, bottom + 18.0, "middle");
                free = middle + half + GAP;
            }
        }
        for (int i = 0; i < results.size(); i++) {
            names(page, shape, i, HEAD + i * ROW + 12.0);
            if (of == Of.REPLIES) {
                bar(page, shape, i, HEAD + i * ROW + 18);
            } else {
                span(page, shape, i, HEAD + i * ROW + 25.0);
            }
        }
    }

    /** A bar begins at the edge of the text; a marker has room on both sides. */
    private double x(double value, Shape shape) {
        int margin = of == Of.REPLIES ? 1 : GAP;
        return margin + axis.share(value) * (shape.width - 2 * margin);
    }

    private void names(Markup page, Shape shape, int row, double baseline) {
        NamedResult named = results.get(row);
        String value = value(row);
        String doubt = named.result().verdict().trustworthy()
                ? ""
                : " (" + named.result().verdict().text() + ")";
        double room = shape.width - Plot.textWidth(value) - Plot.textWidth(doubt) - 2.0 * GAP;
        text(page, Plot.fitting(named.name(), room) + doubt, "row", 0, baseline, "start");
        text(page, value, "row value", shape.width, baseline, "end");
    }

    private static void text(Markup page, String text, String css, double x, double y, String anchor) {
        page.element(
                "text", text, "class", css, "x", Plot.coordinate(x), "y", Plot.coordinate(y), "text-anchor", anchor);
    }

    private void bar(Markup page, Shape shape, int series, int top) {
        double from = x(0, shape);
        page.empty(
                "rect",
                "class",
                "bar " + LineStyle.colour(series),
                "x",
                Plot.coordinate(from),
                "y",
                String.valueOf(top),
                "width",
                Plot.coordinate(Math.max(x(rate(results.get(series)), shape) - from, 1)),
                "height",
                String.valueOf(BAR));
    }

    private void span(Markup page, Shape shape, int series, double y) {
        String colour = LineStyle.colour(series);
        OptionalLong p50 = p(50, results.get(series));
        OptionalLong p99 = p(99, results.get(series));
        if (p50.isPresent() && p99.isPresent()) {
            double from = x((double) p50.getAsLong(), shape);
            double to = x((double) p99.getAsLong(), shape);
            page.empty("path", "class", "span " + colour, "d", NumberText.format("M%.1f %.1fH%.1f", from, y, to));
            Plot.marker(page, series, to, y, "mark " + colour, "p99 " + NumberText.timeInPage(p99.getAsLong()));
        }
        if (p50.isPresent()) {
            double x = x((double) p50.getAsLong(), shape);
            Plot.marker(page, series, x, y, "mark hollow " + colour, "p50 " + NumberText.timeInPage(p50.getAsLong()));
        }
    }
}
