package dev.parley.load;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Results below each other, a row each, with the ratio to the first. */
final class ComparisonChart implements Chart {
    private static final int ROW = 42;
    private static final int BAR = 14;
    private static final int HEAD = 6;
    private static final int FOOT = 24;
    private static final int MARGIN = 8;

    /** What is compared. */
    enum Of {
        REPLIES("Replies per second"),
        LATENCY("Response time, from p50 to p99");

        private final String title;

        Of(String title) {
            this.title = title;
        }
    }

    private final Of of;
    private final List<NamedResult> results;
    private final Axis axis;

    ComparisonChart(Of of, List<NamedResult> results) {
        this.of = of;
        this.results = results;
        this.axis = of == Of.REPLIES
                ? Axis.rate(results.stream()
                        .mapToDouble(ComparisonChart::rate)
                        .max()
                        .orElse(0))
                : latencyAxis(results);
    }

    private static Axis latencyAxis(List<NamedResult> results) {
        List<Long> ends = results.stream()
                .flatMap(named -> List.of(p(50, named), p(99, named)).stream())
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .toList();
        return Axis.latency(
                ends.stream().mapToLong(Long::longValue).min().orElse(1),
                ends.stream().mapToLong(Long::longValue).max().orElse(1));
    }

    private static double rate(NamedResult named) {
        return named.result().measured().repliesPerSecond();
    }

    private static OptionalLong p(double percentile, NamedResult named) {
        return named.result().measured().response().percentileNanos(percentile);
    }

    /** What is written at the end of a row. */
    private String value(NamedResult named) {
        NamedResult first = results.getFirst();
        if (of == Of.REPLIES) {
            return NumberText.rate(rate(named)) + ratio(rate(named), rate(first), named);
        }
        OptionalLong p99 = p(99, named);
        if (p99.isEmpty()) {
            return "p99 – too few samples";
        }
        return "p99 " + NumberText.timeInPage(p99.getAsLong())
                + ratio(p99.getAsLong(), p(99, first).orElse(0), named);
    }

    private String ratio(double value, double first, NamedResult named) {
        return first <= 0 || named == results.getFirst() ? "" : "  " + NumberText.ratio(value / first);
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
        return results.stream()
                .map(named -> named.name() + ": " + value(named))
                .collect(Collectors.joining(". ", "", "."));
    }

    @Override
    public int height(Shape shape) {
        return HEAD + results.size() * ROW + FOOT;
    }

    @Override
    public void draw(Markup page, Shape shape) {
        int bottom = height(shape) - FOOT;
        double width = shape.width - 2.0 * MARGIN;
        double free = 0;
        for (Axis.Tick tick : axis.ticks()) {
            double at = MARGIN + axis.share(tick.at()) * width;
            page.empty("path", "class", "grid", "d", NumberText.format("M%.1f %dV%d", at, HEAD, bottom));
            double half = Plot.textWidth(tick.label()) / 2;
            double middle = Math.clamp(at, half, shape.width - half);
            if (middle - half >= free) {
                page.element(
                        "text",
                        tick.label(),
                        "x",
                        Plot.coordinate(middle),
                        "y",
                        String.valueOf(bottom + 18),
                        "text-anchor",
                        "middle");
                free = middle + half + MARGIN;
            }
        }
        for (int i = 0; i < results.size(); i++) {
            row(page, shape, i, HEAD + i * ROW, width);
        }
    }

    private void row(Markup page, Shape shape, int series, int top, double width) {
        NamedResult named = results.get(series);
        String value = value(named);
        String doubt = named.result().verdict().trustworthy() ? "" : " (not trustworthy)";
        double room = width - Plot.textWidth(value) - Plot.textWidth(doubt) - 2.0 * MARGIN;
        double baseline = top + 14;
        page.element(
                "text",
                Plot.fitting(named.name(), room) + doubt,
                "class",
                "row",
                "x",
                String.valueOf(MARGIN),
                "y",
                Plot.coordinate(baseline));
        page.element(
                "text",
                value,
                "class",
                "row value",
                "x",
                Plot.coordinate(MARGIN + width),
                "y",
                Plot.coordinate(baseline),
                "text-anchor",
                "end");
        if (of == Of.REPLIES) {
            page.empty(
                    "rect",
                    "class",
                    "bar " + LineStyle.colour(series),
                    "x",
                    String.valueOf(MARGIN),
                    "y",
                    String.valueOf(top + 20),
                    "width",
                    Plot.coordinate(Math.max(axis.share(rate(named)) * width, 1)),
                    "height",
                    String.valueOf(BAR));
        } else {
            span(page, named, series, top + 27.0, width);
        }
    }

    private void span(Markup page, NamedResult named, int series, double y, double width) {
        OptionalLong p50 = p(50, named);
        OptionalLong p99 = p(99, named);
        if (p50.isEmpty()) {
            return;
        }
        double from = MARGIN + axis.share(p50.getAsLong()) * width;
        if (p99.isPresent()) {
            double to = MARGIN + axis.share(p99.getAsLong()) * width;
            page.empty(
                    "path",
                    "class",
                    "span " + LineStyle.colour(series),
                    "d",
                    NumberText.format("M%.1f %.1fH%.1f", from, y, to));
            Plot.marker(
                    page,
                    series,
                    to,
                    y,
                    "mark " + LineStyle.colour(series),
                    "p99 " + NumberText.timeInPage(p99.getAsLong()));
        }
        Plot.marker(
                page,
                series,
                from,
                y,
                "mark hollow " + LineStyle.colour(series),
                "p50 " + NumberText.timeInPage(p50.getAsLong()));
    }
}
