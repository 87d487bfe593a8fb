package dev.parley.page;

import dev.parley.result.NumberText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Names beside the ends of lines, moved apart where lines end close together. */
final class EndLabels {
    private static final double LINE_HEIGHT = 16;
    private static final double GAP = 8;

    private final List<Label> labels = new ArrayList<>();

    private record Label(String text, double x, double y, int series) {}

    /** A name for the line that ends there. */
    void add(String text, double x, double y, int series) {
        labels.add(new Label(text, x, y, series));
    }

    /** In the column right of the plot; none if they have no room. */
    void addTo(Markup page, Plot plot, double width) {
        if (labels.size() * LINE_HEIGHT > plot.bottom() - Plot.TOP) {
            return;
        }
        labels.sort(Comparator.comparingDouble(Label::y));
        double[] at = new double[labels.size()];
        double least = Plot.TOP;
        for (int i = 0; i < at.length; i++) {
            at[i] = Math.max(labels.get(i).y(), least);
            least = at[i] + LINE_HEIGHT;
        }
        double most = plot.bottom();
        for (int i = at.length - 1; i >= 0; i--) {
            at[i] = Math.min(at[i], most);
            most = at[i] - LINE_HEIGHT;
        }
        double x = plot.right() + 2 * GAP;
        for (int i = 0; i < at.length; i++) {
            Label label = labels.get(i);
            page.empty(
                    "path",
                    "class",
                    "leader " + LineStyle.colour(label.series()),
                    "d",
                    NumberText.format("M%.1f %.1fL%.1f %.1fH%.1f", label.x() + 5, label.y(), x - GAP, at[i], x - 3));
            page.element(
                    "text",
                    Plot.fitting(label.text(), width - x),
                    "class",
                    "end",
                    "x",
                    Plot.coordinate(x),
                    "y",
                    Plot.coordinate(at[i] + Plot.FONT * 0.35));
        }
    }
}
