package dev.parley.page;

import dev.parley.result.NumberText;

/**
 * How a line looks, the same in every chart and legend. Never by colour alone: results differ in their marker too, and clocks in
 * their dashes.
 *
 * @param series which result, from 0
 */
record LineStyle(int series, Kind kind) {
    /** Of the style sheet; checked for red-green and blue-yellow blindness. */
    static final int COLOURS = 6;

    /** What a line shows of a result. */
    enum Kind {
        MAIN,
        DASHED,
        THIN
    }

    String css() {
        return "line " + colour(series) + " "
                + switch (kind) {
                    case MAIN -> "main";
                    case DASHED -> "dashed";
                    case THIN -> "thin";
                };
    }

    static String colour(int series) {
        return "c" + series % COLOURS;
    }

    /** The outline of a result's marker, so many units to each side. */
    static String marker(int series, double x, double y, double size) {
        // The seventh result has the first one's colour, and must not have its marker.
        int shape = (series + series / COLOURS) % COLOURS;
        double s = size;
        return switch (shape) {
            case 0 -> // a circle, of two halves
                path("M%.1f %.1fa%.1f %.1f 0 1 0 %.1f 0a%.1f %.1f 0 1 0 %.1f 0z", x - s, y, s, s, 2 * s, s, s, -2 * s);
            case 1 -> path("M%.1f %.1fh%.1fv%.1fh%.1fz", x - s * 0.9, y - s * 0.9, 1.8 * s, 1.8 * s, -1.8 * s);
            case 2 -> path("M%.1f %.1fl%.1f %.1fh%.1fz", x, y - 1.2 * s, 1.2 * s, 2.1 * s, -2.4 * s);
            case 3 ->
                path(
                        "M%.1f %.1fl%.1f %.1fl%.1f %.1fl%.1f %.1fz",
                        x, y - 1.4 * s, 1.4 * s, 1.4 * s, -1.4 * s, 1.4 * s, -1.4 * s, -1.4 * s);
            case 4 -> path("M%.1f %.1fl%.1f %.1fh%.1fz", x, y + 1.2 * s, 1.2 * s, -2.1 * s, -2.4 * s);
            default -> path("M%.1f %.1fh%.1fv%.1fh%.1fz", x - s * 0.6, y - s * 1.3, 1.2 * s, 2.6 * s, -1.2 * s);
        };
    }

    private static String path(String format, Object... numbers) {
        return NumberText.format(format, numbers);
    }
}
