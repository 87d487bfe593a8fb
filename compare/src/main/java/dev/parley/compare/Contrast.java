package dev.parley.compare;

import dev.parley.result.LoadResult;
import java.util.List;

/**
 * Something that is not the same about two results.
 *
 * @param first of the first result
 * @param second of the second
 */
public record Contrast(ComparedField field, String first, String second) {
    static List<Contrast> ofSettings(LoadResult first, LoadResult second) {
        return between(ComparedField.SETTING, first, second);
    }

    static List<Contrast> ofEnvironments(LoadResult first, LoadResult second) {
        return between(ComparedField.ENVIRONMENT, first, second);
    }

    private static List<Contrast> between(List<ComparedField> fields, LoadResult first, LoadResult second) {
        return fields.stream()
                .map(field -> new Contrast(field, field.of(first), field.of(second)))
                .filter(contrast -> !contrast.first.equals(contrast.second))
                .toList();
    }

    /** For display. */
    @Override
    public String toString() {
        return field.text() + " '" + first + "' and '" + second + "'";
    }
}
