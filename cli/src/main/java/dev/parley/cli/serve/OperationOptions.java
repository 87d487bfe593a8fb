package dev.parley.cli.serve;

import dev.parley.cli.control.ControlSocket;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where those who run a server look at it and control it. */
final class OperationOptions {
    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            description =
                    "a live page, metrics and health over HTTP, there: /, /metrics, /healthz, /readyz, /status, /version (default: nowhere)")
    @Nullable
    String admin;

    @Option(
            names = "--admin-token",
            paramLabel = "FILE",
            description =
                    "lets 'parley ctl' control the server there, with the token in this file, which its owner alone may read")
    @Nullable
    Path token;

    @Option(
            names = "--control",
            paramLabel = "unix:PATH",
            description = "or on this Unix socket, which the server's user alone may connect to")
    @Nullable
    String control;

    private @Nullable AdminToken loaded;

    /**
     * Refuses what does not go together, and reads the token.
     *
     * @throws Failure when there is something that cannot be used
     */
    void prepare(Duration drainDelay) {
        require(drainDelay.isZero() || admin != null, "--drain-delay requires --admin, where /readyz is");
        require(token == null || admin != null, "--admin-token requires --admin, where it is shown");
        loaded = token == null ? null : new AdminToken(token);
        if (control != null) {
            ControlSocket.requirePlace(control);
        }
    }

    /** What was read; null when nobody may control the server at its admin address. */
    @Nullable
    AdminToken adminToken() {
        return loaded;
    }

    /** Whether somebody may control the server while it runs. */
    boolean mayControl() {
        return control != null || token != null;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new Failure(ExitCode.USAGE, otherwise);
        }
    }
}
