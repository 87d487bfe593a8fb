package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Documents kept in {@code src/test/golden} of a room: what is written must be the same, byte for byte. Only histograms are
 * left out, because how well they are compressed is up to the JDK.
 */
public final class GoldenFile {
    private static final Path KEPT = Path.of("src/test/golden");
    private static final Path WRITTEN = Path.of("target/golden");
    private static final Pattern HISTOGRAM = Pattern.compile("(\"hdrHistogram\" : )\"HIST[^\"]*\"");

    private GoldenFile() {}

    /**
     * Fails where the document differs from the file, and leaves the document in {@code target/golden}.
     *
     * @param name of the file
     */
    public static void assertSame(String name, byte[] document) throws IOException {
        String written =
                HISTOGRAM.matcher(new String(document, StandardCharsets.UTF_8)).replaceAll("$1\"HIST\"");
        Files.createDirectories(WRITTEN);
        Files.writeString(WRITTEN.resolve(name), written);
        assertThat(written)
                .as("%s; what was written is in %s", KEPT.resolve(name), WRITTEN)
                .isEqualTo(Files.exists(KEPT.resolve(name)) ? Files.readString(KEPT.resolve(name)) : "");
    }
}
