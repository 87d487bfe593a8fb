package dev.parley.cli.shell;

import dev.parley.queue.StoreException;
import java.io.Serial;

/** A command failed in a way its user should read about: one line, and the exit code. */
public final class Failure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** A failure with its exit code, one of {@link ExitCode}, and its line. */
    public Failure(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /** One of {@link ExitCode}. */
    public int exitCode() {
        return exitCode;
    }

    /** A store cannot be opened: trying again may help, or does not. */
    public static Failure ofStore(StoreException reason) {
        boolean isMisconfigured = reason.kind() == StoreException.Kind.MISCONFIGURED;
        return new Failure(isMisconfigured ? ExitCode.BAD_CONFIGURATION : ExitCode.UNAVAILABLE, reason.reason());
    }
}
