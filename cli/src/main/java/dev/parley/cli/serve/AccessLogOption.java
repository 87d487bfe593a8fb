package dev.parley.cli.serve;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a line for each conversation goes. */
final class AccessLogOption {
    @Option(
            names = "--access-log",
            paramLabel = "FILE",
            description = "a line of JSON for each conversation that ends and each client refused; - is standard output"
                    + " (default: nowhere)")
    @Nullable
    String place;

    /**
     * Opens it.
     *
     * @return null when there is to be none
     * @throws Failure when it cannot be
     */
    @Nullable
    AccessLog open(Console console) {
        if (place == null) {
            return null;
        }
        try {
            return new AccessLog(
                    place.equals("-") ? AccessLogTarget.standardOutput(console) : AccessLogTarget.file(Path.of(place)));
        } catch (IOException e) {
            throw new Failure(ExitCode.IO_ERROR, "--access-log: " + e.getMessage());
        }
    }
}
