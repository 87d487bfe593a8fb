package dev.parley.page;

import dev.parley.result.NumberText;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;

/**
 * One direction of a chart: which values its two ends are, and which values are written beside it.
 *
 * @param from the value at its begin
 * @param to the value at its end, above {@code from}
 * @param ticks inside, ascending
 */
record Axis(double from, double to, boolean logarithmic, List<Tick> ticks) {
    private static final int MOST_TICKS = 8;
    private static final int RATE_TICKS = 5;
    private static final double SHORTEST_NANOS = 100;
    /** Below, the labels would have no digit left. */
    private static final double LOWEST_RATE = 0.01;

    private static final double A_MILLISECOND = 1e6;
    /** A recorded time is an hour at most. */
    private static final int DECADES = 13;

    /** What is written on a logarithmic axis within each decade, from many to few. */
    private static final double[][] WITHIN_DECADE = {
        {1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9},
        {1, 1.5, 2, 3, 4, 5, 7},
        {1, 2, 5}
    };

    private static final double[] HALF_STEPS = {1, 2, 5};
    private static final double[] DECADE = {1};

    Axis {
        ticks = List.copyOf(ticks);
    }

    /** A value with its text. */
    record Tick(double at, String label) {}

    /** A value's position along the axis, from 0 to 1; values beyond an end are drawn there. */
    double share(double value) {
        double share = logarithmic ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
        return Math.clamp(share, 0, 1);
    }

    /** Logarithmic, from a round value to a round value around all of these; around a millisecond where there are none. */
    static Axis latency(LongStream nanos) {
        LongSummaryStatistics all = nanos.summaryStatistics();
        double least = all.getCount() == 0 ? A_MILLISECOND : Math.max((double) all.getMin(), SHORTEST_NANOS);
        double most = Math.max((double) all.getMax(), least);
        for (double[] within : WITHIN_DECADE) {
            List<Double> ticks = around(least, most, within);
            if (ticks.size() <= MOST_TICKS) {
                return logarithmic(ticks.getFirst(), ticks.getLast(), ticks);
            }
        }
        // Many decades: a label at each, and ends that are closer than that.
        List<Double> ends = around(least, most, HALF_STEPS);
        double from = ends.getFirst();
        double to = ends.getLast();
        return logarithmic(
                from,
                to,
                around(least, most, DECADE).stream()
                        .filter(at -> at >= from && at <= to)
                        .toList());
    }

    private static Axis logarithmic(double from, double to, List<Double> ticks) {
        return new Axis(
                from, to, true, ticks.stream().map(at -> new Tick(at, text(at))).toList());
    }

    private static List<Double> around(double least, double most, double[] within) {
        List<Double> all = new ArrayList<>();
        for (int decade = 1; decade <= DECADES; decade++) {
            for (double step : within) {
                all.add(step * Math.pow(10, decade));
            }
        }
        int first = 0;
        while (all.get(first + 1) <= least) {
            first++;
        }
        int last = first + 1;
        while (all.get(last) < most) {
            last++;
        }
        return all.subList(first, last + 1);
    }

    private static String text(double nanos) {
        if (nanos < 1e3) {
            return number(nanos) + " ns";
        }
        if (nanos < 1e6) {
            return number(nanos / 1e3) + " µs";
        }
        return nanos < 1e9 ? number(nanos / 1e6) + " ms" : number(nanos / 1e9) + " s";
    }

    /** From zero to a round rate. */
    static Axis rate(double mostPerSecond) {
        double most = mostPerSecond > 0 ? Math.max(mostPerSecond, LOWEST_RATE) : 1;
        double step = niceStep(most / RATE_TICKS);
        long steps = (long) Math.ceil(most / step - 1e-9);
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i <= steps; i++) {
            double at = i * step;
            ticks.add(new Tick(
                    at, at < 10_000 ? number(at) : at < 1e6 ? number(at / 1e3) + "k" : number(at / 1e6) + "M"));
        }
        return new Axis(0, steps * step, false, ticks);
    }

    /** Time since the begin, ending where the run does. */
    static Axis time(double nanos) {
        double end = Math.max(nanos, 1e6);
        double unit = end < 120e9 ? 1e9 : end < 7200e9 ? 60e9 : 3600e9;
        String name = end < 120e9 ? " s" : end < 7200e9 ? " min" : " h";
        double step = niceStep(end / unit / MOST_TICKS);
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i * step * unit <= end * (1 + 1e-9); i++) {
            ticks.add(new Tick(i * step * unit, number(i * step) + name));
        }
        return new Axis(0, end, false, ticks);
    }

    /** Percentiles by their nines: 1 is p90, 2 is p99; as far as the samples reach. */
    static Axis nines(double end) {
        double last = Math.max(end, 1);
        List<Tick> ticks = new ArrayList<>(List.of(new Tick(0, "min"), new Tick(PercentileCurve.nines(50), "p50")));
        for (int nines = 1; nines <= last + 1e-9; nines++) {
            ticks.add(new Tick(nines, nines == 1 ? "p90" : nines == 2 ? "p99" : "p99." + "9".repeat(nines - 2)));
        }
        return new Axis(0, last, false, ticks);
    }

    /** The next of 1, 2 or 5 times a power of ten. */
    private static double niceStep(double atLeast) {
        double decade = Math.pow(10, Math.floor(Math.log10(atLeast)));
        for (double step : new double[] {1, 2, 5}) {
            if (step * decade >= atLeast * (1 - 1e-9)) {
                return step * decade;
            }
        }
        return 10 * decade;
    }

    private static String number(double value) {
        String text = NumberText.format("%,.3f", value);
        return text.replaceFirst("\\.?0+$", "");
    }
}
