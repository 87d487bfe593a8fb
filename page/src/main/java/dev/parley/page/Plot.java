package dev.parley.page;

import dev.parley.result.NumberText;
import java.util.List;

/** The frame of a chart with two axes: draws grid and labels, and puts values where they belong. */
final class Plot {
    static final int FONT = 12;
    static final int TOP = 28;
    private static final int BOTTOM = 26;
    private static final int GAP = 8;
    private static final int MARGIN = 10;
    private static final int MARKERS = 7;
    /** A letter of the widest of the usual fonts, to its size. */
    private static final double LETTER = 0.63;
    /** Chinese, Japanese and Korean letters are squares. */
    private static final int SQUARE_LETTERS_FROM = 0x2E80;

    private final Markup page;
    private final Axis x;
    private final Axis y;
    private final double left;
    private final double right;
    private final double bottom;

    /** @param labelRoom right of the plot, where there is room */
    Plot(Markup page, Chart.Shape shape, Axis x, Axis y, int labelRoom) {
        this.page = page;
        this.x = x;
        this.y = y;
        this.left = shape.left;
        this.right = shape.width - (shape == Chart.Shape.WIDE ? Math.max(labelRoom, MARGIN) : MARGIN);
        this.bottom = shape.height - BOTTOM;
    }

    double right() {
        return right;
    }

    double bottom() {
        return bottom;
    }

    double x(double value) {
        return left + x.share(value) * (right - left);
    }

    double y(double value) {
        return bottom - y.share(value) * (bottom - TOP);
    }

    /** Both axes; a label that would touch the one before it is left out, its line stays. */
    void frame(String yName, int width) {
        page.element("text", yName, "class", "name", "x", "0", "y", "12");
        double free = Double.MAX_VALUE;
        for (Axis.Tick tick : y.ticks()) {
            double at = y(tick.at());
            page.empty("path", "class", "grid", "d", NumberText.format("M%.1f %.1fH%.1f", left, at, right));
            if (at + FONT <= free) {
                label(tick.label(), left - GAP, at + FONT * 0.35, "end");
                free = at;
            }
        }
        page.empty("path", "class", "axis", "d", NumberText.format("M%.1f %.1fH%.1f", left, bottom, right));
        free = 0;
        for (Axis.Tick tick : x.ticks()) {
            double at = x(tick.at());
            page.empty("path", "class", "grid", "d", NumberText.format("M%.1f %dV%.1f", at, TOP, bottom));
            double half = textWidth(tick.label()) / 2;
            double middle = Math.min(at, width - half);
            if (middle - half >= free) {
                label(tick.label(), middle, bottom + FONT + GAP, "middle");
                free = middle + half + GAP;
            }
        }
    }

    private void label(String text, double x, double y, String anchor) {
        page.element("text", text, "x", coordinate(x), "y", coordinate(y), "text-anchor", anchor);
    }

    /** A line through points of the drawing, {x, y} each. */
    void line(List<double[]> points, String css) {
        StringBuilder path = new StringBuilder();
        for (double[] point : points) {
            path.append(path.isEmpty() ? 'M' : 'L')
                    .append(coordinate(point[0]))
                    .append(' ')
                    .append(coordinate(point[1]));
        }
        if (!path.isEmpty()) {
            page.empty("path", "class", css, "d", path.toString());
        }
    }

    /**
     * A value that holds for an interval of the x axis, in units of the drawing.
     *
     * @param y NaN where there is no value
     */
    record Step(double from, double to, double y) {
        boolean missing() {
            return Double.isNaN(y);
        }

        double middle() {
            return (from + to) / 2;
        }
    }

    /** A line of level pieces: a value holds for its whole interval; a missing one breaks the line. */
    void steps(List<Step> steps, String css) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (Step step : steps) {
            if (!step.missing()) {
                if (drawing) {
                    path.append('V').append(coordinate(step.y()));
                } else {
                    path.append('M').append(coordinate(step.from())).append(' ').append(coordinate(step.y()));
                }
                path.append('H').append(coordinate(step.to()));
            }
            drawing = !step.missing();
        }
        if (!path.isEmpty()) {
            page.empty("path", "class", css, "d", path.toString());
        }
    }

    void marker(int series, double x, double y, String tip) {
        marker(page, series, x, y, "mark " + LineStyle.colour(series), tip);
    }

    /** Some markers along a line, for each result elsewhere, so that crossing lines can be distinguished. */
    void sparseMarkers(int series, List<Step> steps, String tip) {
        int every = Math.max(1, steps.size() / MARKERS);
        for (int i = series * 2 % every; i < steps.size(); i += every) {
            if (!steps.get(i).missing()) {
                marker(series, steps.get(i).middle(), steps.get(i).y(), tip);
            }
        }
    }

    /** Marks a fault. */
    void cross(double x, double y, String tip) {
        page.open("path", "class", "fault", "d", NumberText.format("M%.1f %.1fl8 8m0 -8l-8 8", x - 4, y - 4))
                .element("title", tip)
                .close();
    }

    static void marker(Markup page, int series, double x, double y, String css, String tip) {
        page.open("path", "class", css, "d", LineStyle.marker(series, x, y, 4))
                .element("title", tip)
                .close();
    }

    static String coordinate(double value) {
        return NumberText.format("%.1f", value);
    }

    /** At most so wide; it is not known which font a reader has. */
    static double textWidth(String text) {
        return text.codePoints()
                .mapToDouble(c -> c < SQUARE_LETTERS_FROM ? LETTER * FONT : FONT)
                .sum();
    }

    /** As much of a text as has room. */
    static String fitting(String text, double width) {
        if (textWidth(text) <= width) {
            return text;
        }
        int end = text.length();
        while (end > 0 && textWidth(text.substring(0, end) + "…") > width) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end) + "…";
    }
}
