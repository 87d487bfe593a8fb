package dev.parley.page;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import dev.parley.result.Percentile;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Both clocks of each result over the percentiles: the rarer, the further to the right. */
final class PercentileChart implements Chart {
    private final List<NamedResult> results;
    private final Axis nines;
    private final Axis latency;

    PercentileChart(List<NamedResult> results) {
        this.results = results;
        List<PercentileCurve.Point> all = results.stream()
                .map(named -> named.result().measured())
                .flatMap(measured -> Stream.of(measured.response(), measured.service()))
                .flatMap(latencies -> PercentileCurve.of(latencies).stream())
                .toList();
        this.nines = Axis.nines(
                all.stream().mapToDouble(PercentileCurve.Point::nines).max().orElse(1));
        this.latency = Axis.latency(all.stream().mapToLong(PercentileCurve.Point::nanos));
    }

    /** False when no result has samples enough for a line. */
    static boolean hasSomethingToShow(List<NamedResult> results) {
        return results.stream()
                .anyMatch(named -> !PercentileCurve.of(named.result().measured().response())
                        .isEmpty());
    }

    private boolean single() {
        return results.size() == 1;
    }

    /** Of one result the clocks have a colour each, of several the results. */
    private LineStyle service(int series) {
        return new LineStyle(single() ? 1 : series, LineStyle.Kind.DASHED);
    }

    Legend legend() {
        Legend legend = new Legend();
        if (single()) {
            return legend.add(new LineStyle(0, LineStyle.Kind.MAIN), true, "response time, from when a request was due")
                    .add(service(0), true, "service time, from when it was sent");
        }
        for (int i = 0; i < results.size(); i++) {
            legend.add(
                    new LineStyle(i, LineStyle.Kind.MAIN), true, results.get(i).name());
        }
        return legend.addKind(LineStyle.Kind.MAIN, "response time").addKind(LineStyle.Kind.DASHED, "service time");
    }

    @Override
    public String id() {
        return "percentiles";
    }

    @Override
    public String title() {
        return "Response and service time by percentile";
    }

    @Override
    public String description() {
        return results.stream()
                .map(named -> named.name() + ": response time "
                        + listed(named.result().measured().response()) + "; service time "
                        + listed(named.result().measured().service()))
                .collect(Collectors.joining(". ", "", "."));
    }

    private static String listed(LatencyHistogram latencies) {
        return Percentile.ALL.stream()
                .filter(p -> latencies.percentileNanos(p.percent()).isPresent())
                .map(p -> p.text() + " "
                        + NumberText.timeInPage(
                                latencies.percentileNanos(p.percent()).getAsLong()))
                .collect(Collectors.joining(", "));
    }

    @Override
    public int height(Shape shape) {
        return shape.height;
    }

    @Override
    public void draw(Markup page, Shape shape) {
        Plot plot = new Plot(page, shape, nines, latency, single() ? 84 : 124);
        plot.frame("latency, logarithmic", shape.width);
        EndLabels labels = new EndLabels();
        for (int i = results.size() - 1; i >= 0; i--) { // the first result on top
            NamedResult named = results.get(i);
            LoadResult.Measured measured = named.result().measured();
            LineStyle response = new LineStyle(i, LineStyle.Kind.MAIN);
            line(plot, measured.response(), response, labels, single() ? "response" : named.name());
            line(plot, measured.service(), service(i), labels, single() ? "service" : "");
            markers(plot, measured.service(), service(i), named.name() + ", service ");
            markers(plot, measured.response(), response, named.name() + ", response ");
        }
        if (shape == Shape.WIDE) {
            labels.addTo(page, plot, shape.width);
        }
    }

    private static void line(Plot plot, LatencyHistogram latencies, LineStyle style, EndLabels labels, String label) {
        List<double[]> points = new ArrayList<>();
        for (PercentileCurve.Point point : PercentileCurve.of(latencies)) {
            points.add(new double[] {plot.x(point.nines()), plot.y((double) point.nanos())});
        }
        plot.line(points, style.css());
        if (!points.isEmpty() && !label.isEmpty()) {
            labels.add(label, points.getLast()[0], points.getLast()[1], style.series());
        }
    }

    /** On the curve where the table has a number. */
    private static void markers(Plot plot, LatencyHistogram latencies, LineStyle style, String name) {
        for (Percentile percentile : Percentile.ALL) {
            OptionalLong nanos = latencies.percentileNanos(percentile.percent());
            if (nanos.isPresent()) {
                plot.marker(
                        style.series(),
                        plot.x(PercentileCurve.nines(percentile.percent())),
                        plot.y((double) nanos.getAsLong()),
                        name + percentile.text() + ": " + NumberText.timeInPage(nanos.getAsLong()));
            }
        }
    }
}
