package dev.parley.page;

import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import dev.parley.result.TimelinePoint;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Replies per second per interval, and where requests failed. */
final class RateOverTime implements Chart {
    private static final double SAME_RATE = 0.001;

    private final List<NamedResult> results;
    private final OptionalDouble target;
    private final Axis time;
    private final Axis rate;

    RateOverTime(List<NamedResult> results) {
        this.results = results;
        this.target = target(results);
        this.time = timeAxis(results);
        double most = results.stream()
                .flatMap(named -> named.result().timeline().stream())
                .mapToDouble(TimelinePoint::repliesPerSecond)
                .max()
                .orElse(0);
        this.rate = Axis.rate(Math.max(most, target.orElse(0)));
    }

    /** As long as the longest run. */
    static Axis timeAxis(List<NamedResult> results) {
        return Axis.time(results.stream()
                .flatMap(named -> named.result().timeline().stream())
                .mapToDouble(point -> point.fromNanos() + point.lengthNanos())
                .max()
                .orElse(0));
    }

    /** An interval on the plot; {@code y} is already there. */
    static Plot.Step step(Plot plot, TimelinePoint point, double y) {
        return new Plot.Step(
                plot.x((double) point.fromNanos()), plot.x((double) (point.fromNanos() + point.lengthNanos())), y);
    }

    /** The target rate of all; empty where it differs, changes with time or there is none. */
    private static OptionalDouble target(List<NamedResult> results) {
        double first = results.getFirst().result().measured().targetPerSecond();
        boolean same = results.stream()
                .map(NamedResult::result)
                .allMatch(result -> result.setting().kind().isSteady()
                        && Math.abs(result.measured().targetPerSecond() - first) <= SAME_RATE * first);
        return same ? OptionalDouble.of(first) : OptionalDouble.empty();
    }

    private boolean anyErrors() {
        return results.stream()
                .flatMap(named -> named.result().timeline().stream())
                .anyMatch(point -> point.errors() > 0);
    }

    Legend legend() {
        Legend legend = new Legend();
        for (int i = 0; i < results.size(); i++) {
            legend.add(
                    new LineStyle(i, LineStyle.Kind.MAIN),
                    results.size() > 1,
                    results.size() > 1 ? results.get(i).name() : "replies per second");
        }
        target.ifPresent(perSecond -> legend.addKind(LineStyle.Kind.DASHED, "target: " + NumberText.rate(perSecond)));
        return legend;
    }

    /** A sentence for below the chart; empty for none. */
    String caption() {
        return anyErrors() ? "A cross marks an interval in which requests failed." : "";
    }

    @Override
    public String id() {
        return "rate";
    }

    @Override
    public String title() {
        return "Replies per second over time";
    }

    @Override
    public String description() {
        return results.stream()
                .map(named -> named.name() + ": "
                        + NumberText.rate(named.result().measured().repliesPerSecond()) + " on the whole, "
                        + NumberText.count(named.result().measured().errors()) + " errors")
                .collect(Collectors.joining(". ", "", "."));
    }

    @Override
    public int height(Shape shape) {
        return shape.height;
    }

    @Override
    public void draw(Markup page, Shape shape) {
        Plot plot = new Plot(page, shape, time, rate, 0);
        plot.frame("replies per second", shape.width);
        target.ifPresent(perSecond -> plot.line(
                List.of(
                        new double[] {plot.x(time.from()), plot.y(perSecond)},
                        new double[] {plot.x(time.to()), plot.y(perSecond)}),
                new LineStyle(0, LineStyle.Kind.DASHED).css() + " neutral"));
        for (int i = results.size() - 1; i >= 0; i--) {
            List<TimelinePoint> timeline = results.get(i).result().timeline();
            List<Plot.Step> steps = timeline.stream()
                    .map(point -> step(plot, point, plot.y(point.repliesPerSecond())))
                    .toList();
            plot.steps(steps, new LineStyle(i, LineStyle.Kind.MAIN).css());
            if (results.size() > 1) {
                plot.sparseMarkers(i, steps, results.get(i).name());
            }
            for (int p = 0; p < timeline.size(); p++) {
                long errors = timeline.get(p).errors();
                if (errors > 0) {
                    plot.cross(steps.get(p).middle(), steps.get(p).y(), NumberText.count(errors) + " errors");
                }
            }
        }
    }
}
