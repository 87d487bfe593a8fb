package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.engine.ServerGroup;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever ends the server, it ends once; only some ends are a success. */
class ShutdownTest {
    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

    private final Console console = new Console(new ByteArrayInputStream(new byte[0]), NOWHERE, NOWHERE);

    private int end(Shutdown shutdown) throws Exception {
        shutdown.await();
        try (ServerGroup servers = ServerGroup.start(List.of())) {
            return shutdown.end(servers, console, false);
        }
    }

    @Test
    void aThreadThatTheServerNeedsAndThatDiesEndsTheProcessWithAFailure() throws Exception {
        try (Shutdown shutdown = new Shutdown(Duration.ofMinutes(1), Duration.ZERO, ServiceNotifier.NONE)) {
            shutdown.serverFailed(new OutOfMemoryError("Cannot reserve 4096 bytes of direct buffer memory"));

            assertThat(end(shutdown)).isEqualTo(ExitCode.FAILED);
        }
    }

    @Test
    void anEndThatWasWantedIsASuccess() throws Exception {
        try (Shutdown shutdown = new Shutdown(Duration.ofMinutes(1), Duration.ZERO, ServiceNotifier.NONE)) {
            shutdown.begin();

            assertThat(end(shutdown)).isEqualTo(ExitCode.OK);
        }
    }
}
