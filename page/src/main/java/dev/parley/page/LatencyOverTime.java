package dev.parley.page;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import dev.parley.result.TimelinePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Median and maximum response time per interval; of a single result service time too. */
final class LatencyOverTime implements Chart {
    private final List<NamedResult> results;
    private final boolean p99;
    private final Axis time;
    private final Axis latency;

    LatencyOverTime(List<NamedResult> results) {
        this.results = results;
        this.p99 = results.stream().allMatch(named -> mostTellP99(named.result().timeline()));
        this.time = RateOverTime.timeAxis(results);
        this.latency = Axis.latency(points(results)
                .flatMap(point ->
                        Stream.of(point.response().p50Nanos(), upper(point.response()), upper(point.service())))
                .flatMapToLong(OptionalLong::stream));
    }

    private static Stream<TimelinePoint> points(List<NamedResult> results) {
        return results.stream().flatMap(named -> named.result().timeline().stream());
    }

    /** A p99 here and there would look like a fault of the chart. */
    private static boolean mostTellP99(List<TimelinePoint> timeline) {
        long reported = timeline.stream()
                .filter(point -> point.response().p99Nanos().isPresent())
                .count();
        return 2 * reported > timeline.size();
    }

    private OptionalLong upper(TimelinePoint.Clock clock) {
        return p99 ? clock.p99Nanos() : clock.maxNanos();
    }

    private String upperName() {
        return p99 ? "p99" : "longest";
    }

    private boolean single() {
        return results.size() == 1;
    }

    Legend legend() {
        Legend legend = new Legend();
        if (single()) {
            return legend.add(new LineStyle(0, LineStyle.Kind.MAIN), false, "response " + upperName())
                    .add(new LineStyle(1, LineStyle.Kind.DASHED), false, "service " + upperName())
                    .add(new LineStyle(0, LineStyle.Kind.THIN), false, "response p50");
        }
        for (int i = 0; i < results.size(); i++) {
            legend.add(
                    new LineStyle(i, LineStyle.Kind.MAIN), true, results.get(i).name());
        }
        return legend.addKind(LineStyle.Kind.MAIN, "response " + upperName())
                .addKind(LineStyle.Kind.THIN, "response p50");
    }

    /** What the intervals hold. */
    String caption() {
        String ends = "A request counts in the interval in which it ended.";
        return p99
                ? ends
                : ends + " The longest is drawn and not p99, which needs "
                        + NumberText.count(LatencyHistogram.samplesNeeded(99)) + " requests in an interval.";
    }

    @Override
    public String id() {
        return "latency";
    }

    @Override
    public String title() {
        return "Latency over time";
    }

    @Override
    public String description() {
        return results.stream()
                .map(named -> named.name() + ": response time p50 and " + upperName() + " in "
                        + named.result().timeline().size() + " intervals, the longest "
                        + NumberText.timeInPage(
                                named.result().measured().response().maxNanos()))
                .collect(Collectors.joining(". ", "", "."));
    }

    @Override
    public int height(Shape shape) {
        return shape.height;
    }

    @Override
    public void draw(Markup page, Shape shape) {
        Plot plot = new Plot(page, shape, time, latency, 0);
        plot.frame("latency, logarithmic", shape.width);
        for (int i = results.size() - 1; i >= 0; i--) {
            line(plot, i, LineStyle.Kind.THIN, TimelinePoint::response, TimelinePoint.Clock::p50Nanos);
            List<Plot.Step> upper = line(plot, i, LineStyle.Kind.MAIN, TimelinePoint::response, this::upper);
            if (single()) {
                line(plot, 1, LineStyle.Kind.DASHED, TimelinePoint::service, this::upper);
            } else {
                plot.sparseMarkers(i, upper, results.get(i).name());
            }
        }
    }

    private List<Plot.Step> line(
            Plot plot,
            int series,
            LineStyle.Kind kind,
            Function<TimelinePoint, TimelinePoint.Clock> clock,
            Function<TimelinePoint.Clock, OptionalLong> value) {
        List<Plot.Step> steps = new ArrayList<>();
        for (TimelinePoint point : results.get(single() ? 0 : series).result().timeline()) {
            OptionalLong nanos = value.apply(clock.apply(point));
            double y = nanos.isPresent() ? plot.y((double) nanos.getAsLong()) : Double.NaN;
            steps.add(RateOverTime.step(plot, point, y));
        }
        plot.steps(steps, new LineStyle(series, kind).css());
        return steps;
    }
}
