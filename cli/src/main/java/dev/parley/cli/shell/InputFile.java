package dev.parley.cli.shell;

import dev.parley.core.PrintableText;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** The errors of a file that cannot be read. */
public final class InputFile {
    private InputFile() {}

    /**
     * The failure to read a file, with its name and the reason.
     *
     * @param failure an {@link IOException}, or what an invalid name caused
     */
    public static Failure unreadable(String file, Exception failure) {
        String name = "'" + PrintableText.of(file) + "'";
        return switch (failure) {
            case NoSuchFileException _ -> new Failure(ExitCode.FAILED, "there is no file " + name);
            case AccessDeniedException _ ->
                new Failure(ExitCode.FAILED, "the file " + name + " cannot be read: no permission");
            default ->
                new Failure(
                        ExitCode.FAILED,
                        "the file " + name + " cannot be read: "
                                + PrintableText.of(String.valueOf(failure.getMessage())));
        };
    }
}
