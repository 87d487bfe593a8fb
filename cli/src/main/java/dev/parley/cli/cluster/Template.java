package dev.parley.cli.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of the laboratory with places to fill in, {@code {{name}}}, kept among the program's resources. */
final class Template {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z0-9-]+)}}");

    private Template() {}

    /**
     * Its text, filled in.
     *
     * @throws IllegalStateException when it has a place that no value is given for
     */
    static String fill(String name, Map<String, String> values) throws IOException {
        try (InputStream resource = Objects.requireNonNull(Template.class.getResourceAsStream(name), name)) {
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            return PLACE.matcher(text)
                    .replaceAll(place -> Matcher.quoteReplacement(value(name, place.group(1), values)));
        }
    }

    private static String value(String name, String place, Map<String, String> values) {
        String value = values.get(place);
        if (value == null) {
            throw new IllegalStateException(name + ": nothing to put at " + place);
        }
        return value;
    }
}
