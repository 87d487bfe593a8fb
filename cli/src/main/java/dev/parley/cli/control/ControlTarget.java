package dev.parley.cli.control;

import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.JsonOption;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which server: what {@code serve} was started with, typed again, or set in the environment for both. */
final class ControlTarget {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    @Option(names = "--control", paramLabel = "unix:PATH", description = "its control socket (default: PARLEY_CONTROL)")
    @Nullable
    String control;

    @Option(names = "--admin", paramLabel = "HOST:PORT", description = "or its admin address (default: PARLEY_ADMIN)")
    @Nullable
    String admin;

    @Option(
            names = "--admin-token",
            paramLabel = "FILE",
            description =
                    "with the token, which the admin address wants for all that changes something (default: PARLEY_ADMIN_TOKEN)")
    @Nullable
    Path token;

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "for the connection, and for the answer (default: 10s)")
    Duration timeout = DEFAULT_TIMEOUT;

    @Mixin
    JsonOption json = new JsonOption();

    /**
     * The way to it; nothing is sent yet.
     *
     * @throws Failure when no server is named, or a token is missing
     */
    ControlChannel channel(Action action) {
        if (control != null && admin != null) {
            throw new Failure(ExitCode.USAGE, "--control cannot be combined with --admin");
        }
        String socket = control != null || admin != null ? control : variable("PARLEY_CONTROL");
        if (socket != null) {
            return new UnixChannel(ControlPlace.typed(socket), timeout);
        }
        String address = admin != null ? admin : variable("PARLEY_ADMIN");
        if (address == null) {
            throw new Failure(
                    ExitCode.USAGE,
                    "which server? --control unix:/run/parley.sock, or --admin 127.0.0.1:9400 --admin-token FILE, as it was"
                            + " started");
        }
        return HttpChannel.to(address, tokenFile(action), timeout);
    }

    private @Nullable Path tokenFile(Action action) {
        String variable = variable("PARLEY_ADMIN_TOKEN");
        Path file = token != null || variable == null ? token : Path.of(variable);
        if (file == null && action.changesSomething()) {
            throw new Failure(
                    ExitCode.USAGE,
                    action.word()
                            + " on an admin address requires --admin-token FILE, the one that the server was started with");
        }
        return file;
    }

    private static @Nullable String variable(String name) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
