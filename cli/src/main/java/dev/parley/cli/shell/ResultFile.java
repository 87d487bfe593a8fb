package dev.parley.cli.shell;

import dev.parley.core.PrintableText;
import dev.parley.result.LoadResult;
import dev.parley.result.ResultFormatException;
import dev.parley.result.ResultReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Results that {@code parley load --json} wrote. */
public final class ResultFile {
    /** A result takes some 100 KiB. What is much larger is something else, and may have no end. */
    private static final int LARGEST_BYTES = 64 << 20;

    private ResultFile() {}

    /**
     * The result in a file.
     *
     * @throws Failure naming the file that cannot be read, or is no result, and why
     */
    public static LoadResult read(String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return read(file, in);
        } catch (IOException | InvalidPathException e) {
            throw InputFile.unreadable(file, e);
        }
    }

    /**
     * The result in a stream, to its end.
     *
     * @param name of the stream, for display
     * @throws Failure when it is no result, and why
     */
    public static LoadResult read(String name, InputStream in) throws IOException {
        byte[] document = in.readNBytes(LARGEST_BYTES + 1);
        if (document.length > LARGEST_BYTES) {
            throw unusable(name, "it is larger than " + (LARGEST_BYTES >> 20) + " MiB");
        }
        try {
            return ResultReader.read(document);
        } catch (ResultFormatException e) {
            throw unusable(name, e.getMessage());
        }
    }

    private static Failure unusable(String name, @Nullable String why) {
        return new Failure(
                ExitCode.FAILED,
                PrintableText.of("'" + name + "' cannot be used: " + why
                        + "; results are written by 'parley load --json FILE'"));
    }
}
