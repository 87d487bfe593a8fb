package dev.parley.cli.shell;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Likely corrections of a mistyped name. */
public final class Suggestions {
    private static final int MOST_EDITS = 2;

    private Suggestions() {}

    /** {@code "; did you mean 'reverse'?"}, or a list of all when none is close. */
    public static String hint(String typed, Collection<String> names) {
        return closest(typed, names)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("; there are " + String.join(", ", names));
    }

    /** The name that was probably meant; empty when none is close. */
    public static Optional<String> closest(String typed, Collection<String> names) {
        return names.stream()
                .filter(name -> edits(typed, name) <= MOST_EDITS || (typed.length() > 1 && name.startsWith(typed)))
                .min(Comparator.comparingInt(name -> edits(typed, name)));
    }

    /** Levenshtein's distance. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
