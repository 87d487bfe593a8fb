package dev.parley.cli.cluster;

import dev.parley.core.PrintableText;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The last line of a log. */
final class LastWords {
    private static final int MOST_BYTES = 4_096;

    private LastWords() {}

    /** Printable; empty when there is none. */
    static String of(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - MOST_BYTES));
            byte[] end = new byte[MOST_BYTES];
            int length = Math.max(0, file.read(end));
            String last = new String(end, 0, length, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce("", (_, line) -> line);
            return PrintableText.of(last.strip());
        } catch (IOException _) {
            return "";
        }
    }
}
