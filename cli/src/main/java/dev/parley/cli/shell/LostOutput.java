package dev.parley.cli.shell;

import dev.parley.core.PrintableText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a command that did all else right ends with when its data could not be written. */
public final class LostOutput {
    private LostOutput() {}

    /**
     * {@link ExitCode#OK} when all data was written. When its reader has gone, as {@code head} does when it has enough,
     * there is no message.
     *
     * @param words of the command
     */
    public static int exitCode(Console console, String... words) {
        IOException failure = console.outputFailure();
        if (failure == null) {
            return ExitCode.OK;
        }
        if (isClosedPipe(failure)) {
            return ExitCode.OUTPUT_CLOSED;
        }
        String command =
                words.length == 0 || words[0].startsWith("-") ? "parley" : "parley " + PrintableText.of(words[0]);
        console.say(command + ": cannot write to standard output: " + reason(failure));
        return ExitCode.IO_ERROR;
    }

    /** The reason for a person. */
    public static String reason(@Nullable IOException failure) {
        return failure == null ? "unknown" : PrintableText.of(String.valueOf(failure.getMessage()));
    }

    private static boolean isClosedPipe(IOException failure) {
        return "Broken pipe".equals(failure.getMessage());
    }
}
