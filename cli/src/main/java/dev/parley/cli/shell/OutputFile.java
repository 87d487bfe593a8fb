package dev.parley.cli.shell;

import dev.parley.core.PrintableText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A document that an option requests: in a file, on standard output ({@code -}), or none. */
public final class OutputFile {
    private static final String STDOUT = "-";

    private final boolean stdout;
    private final @Nullable Path path;

    /**
     * The document of one option.
     *
     * @param option as given; null for none
     */
    public OutputFile(@Nullable String option) {
        stdout = STDOUT.equals(option);
        path = option == null || stdout ? null : Path.of(option);
    }

    /** Which option {@code --output} of this file stands for: {@code --html}, {@code --csv}, {@code --hgrm} or {@code --json}. */
    public static String optionFor(String file) {
        return Stream.of("html", "csv", "hgrm")
                .filter(kind -> file.toLowerCase(Locale.ROOT).endsWith("." + kind))
                .findFirst()
                .map(kind -> "--" + kind)
                .orElse("--json");
    }

    /**
     * The file of {@code --output}.
     *
     * @param other the file of the option it stands for; null for none
     * @throws Failure when both are given
     */
    public static String only(@Nullable String other, String output, String option) {
        if (other != null) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--output " + PrintableText.of(output) + " is what " + option + " writes; leave one of them out");
        }
        return output;
    }

    /** Makes sure that the file can be written; what it holds is only replaced by {@link #write}. */
    public void check() throws IOException {
        check(path);
    }

    /** Standard output then holds the document alone. */
    public boolean isStdout() {
        return stdout;
    }

    /** Whether both are one file, under whatever names. */
    public boolean isSameAs(Path other) throws IOException {
        return path != null && Files.exists(path) && Files.isSameFile(path, other);
    }

    /**
     * Writes the document to the place in the option.
     *
     * @param document made only if it is wanted
     * @throws IOException naming the file that cannot be written
     */
    public void write(Supplier<byte[]> document, Console console) throws IOException {
        if (stdout) {
            console.print(document.get());
            if (console.outputGone()) {
                throw new IOException("cannot write the result to standard output");
            }
        }
        write(path, document);
    }

    /**
     * Makes sure that a file can be written, which leaves what it holds, and nothing where nothing was.
     *
     * @param file null for none
     * @throws IOException naming the file
     */
    public static void check(@Nullable Path file) throws IOException {
        if (file != null) {
            boolean created = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
            try {
                // Not truncated yet: a result that is there is only replaced by another.
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                        .close();
                if (created) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw cannot(file, e);
            }
        }
    }

    /**
     * Replaces a file.
     *
     * @param file null for none
     * @param content made only if there is a file
     * @throws IOException naming the file
     */
    public static void write(@Nullable Path file, Supplier<byte[]> content) throws IOException {
        if (file != null) {
            try {
                Files.write(file, content.get());
            } catch (IOException e) {
                throw cannot(file, e);
            }
        }
    }

    /** The failure to write a file, with its name and the reason. */
    public static IOException cannot(Path file, IOException e) {
        String reason = switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException _ -> "there is no such folder";
            default -> String.valueOf(e.getMessage());
        };
        return new IOException("cannot write " + file + ": " + reason, e);
    }
}
