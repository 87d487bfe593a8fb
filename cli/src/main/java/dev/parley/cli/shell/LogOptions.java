package dev.parley.cli.shell;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The logging options, the same on every command that has them. */
public final class LogOptions {
    @Option(
            names = {"-v", "--verbose"},
            description = "verbose: connections, messages, replies")
    public boolean verbose;

    @Option(
            names = "--log-dir",
            paramLabel = "DIR",
            description = "also write rotating log files there (five at most, the oldest is overwritten)")
    @Nullable
    Path directory;

    @Option(
            names = "--log-size",
            paramLabel = "SIZE",
            converter = Converters.ToBytes.class,
            description = "size of one log file (default: 2MiB)")
    @Nullable
    Long fileSize;

    /** Sets logging up. Must come before any class that has a logger is loaded: the first logger reads the settings. */
    public void apply(String command) {
        apply(command, false);
    }

    /** The same for a server, whose peers cause what is logged. */
    public void applyToServer(String command) {
        apply(command, true);
    }

    private void apply(String command, boolean peers) {
        if (fileSize != null && directory == null) {
            throw new Failure(ExitCode.USAGE, "--log-size requires --log-dir");
        }
        LogSettings.configure(
                command, peers, verbose, directory, fileSize == null ? LogSettings.DEFAULT_FILE_BYTES : fileSize);
    }

    /** Connections, messages and replies too. */
    public boolean verbose() {
        return verbose;
    }

    /** True when something is logged beyond warnings, so that a short command may leave logging alone. */
    public boolean enabled() {
        return verbose || directory != null;
    }
}
