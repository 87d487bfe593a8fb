package dev.parley.cli.shell;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a command wants of logging, left where {@link Logging} finds it when something is to be logged; most commands log nothing. */
public final class LogSettings {
    /** Size of one log file, bytes. */
    static final long DEFAULT_FILE_BYTES = 2L << 20;

    static final String LEVEL = "parley.log.level";
    static final String FILE = "parley.log.file";
    static final String FILE_BYTES = "parley.log.fileBytes";
    static final String PEERS = "parley.log.peers";

    /** The logger of what those did who control a server; none of its lines is left out. */
    public static final String AUDIT = "dev.parley.audit";

    private LogSettings() {}

    /** Only what must be seen; must come before the first use of a logger. */
    public static void quiet() {
        System.setProperty(LEVEL, "ERROR");
    }

    /**
     * Must come before the first use of a logger.
     *
     * @param peers whether it is peers that cause lines, any number of them
     */
    static void configure(String command, boolean peers, boolean verbose, @Nullable Path directory, long fileBytes) {
        System.setProperty(LEVEL, verbose ? "DEBUG" : "INFO");
        System.setProperty(PEERS, Boolean.toString(peers));
        if (directory != null) {
            try {
                Files.createDirectories(directory);
            } catch (AccessDeniedException e) {
                throw new Failure(ExitCode.NO_PERMISSION, "cannot write logs to " + directory + ": no permission");
            } catch (IOException e) {
                throw new Failure(
                        ExitCode.IO_ERROR,
                        "cannot write logs to " + directory + ": it is not a folder nor can become one");
            }
            if (!Files.isWritable(directory)) {
                throw new Failure(ExitCode.NO_PERMISSION, "cannot write logs to " + directory + ": no permission");
            }
            System.setProperty(
                    FILE, directory.resolve("parley-" + command + ".log").toString());
            System.setProperty(FILE_BYTES, Long.toString(fileBytes));
        }
    }
}
