package dev.parley.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A child and its ways to end; a shell plays the server. */
class ServerProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String READY = "echo ready reverse+tcp://127.0.0.1:4711; ";

    private final List<ProcessHandle> before =
            ProcessHandle.current().children().toList();

    private static ServerProcess shell(String script) throws IOException {
        return ServerProcess.start(List.of("sh", "-c", script));
    }

    @AfterEach
    void noChildIsLeft() {
        await().atMost(PATIENCE)
                .until(() -> ProcessHandle.current().descendants().allMatch(before::contains));
    }

    @Test
    void reportsWhereItListensAndEndsWithItsInput() throws Exception {
        ServerProcess server = shell(READY + "cat >/dev/null; echo bye >&2; exit 3");
        assertThat(server.awaitReady("it", PATIENCE)).isEqualTo(Endpoint.parse("reverse+tcp://127.0.0.1:4711"));
        assertThat(server.alive()).isTrue();
        server.closeInput();
        server.awaitEnd(PATIENCE);
        assertThat(server.alive()).isFalse();
        assertThat(server.ending()).isEqualTo("it ended with code 3; last output: bye");
    }

    @Test
    void oneThatDoesNotComeUpIsAFailureWithItsOwnLastLine() throws Exception {
        ServerProcess server = shell("echo first >&2; echo 'no memory left' >&2; echo >&2; exit 70");
        assertThatThrownBy(() -> server.awaitReady("threads tcp", PATIENCE))
                .isInstanceOf(ServerStartException.class)
                .hasMessage(
                        "the server threads tcp did not come up: it ended with code 70; last output: no memory left");
    }

    @Test
    void oneThatIsNeverReadyIsAFailure() throws Exception {
        ServerProcess server = shell("cat >/dev/null");
        assertThatThrownBy(() -> server.awaitReady("threads tcp", Duration.ofMillis(200)))
                .hasMessage("the server threads tcp was not ready after 0.2 s; no output");
        server.closeInput();
        server.awaitEnd(PATIENCE);
    }

    @Test
    void oneThatIgnoresEverythingIsKilledWithWhatItStarted() throws Exception {
        ServerProcess server = shell("trap '' TERM INT; " + READY + "sleep 600; sleep 600");
        server.awaitReady("it", PATIENCE);
        server.closeInput();
        server.awaitEnd(Duration.ofMillis(100));
        await().atMost(PATIENCE).until(() -> !server.alive());
    }

    @Test
    void oneThatPrintsMuchNeverWaitsForAReader() throws Exception {
        ServerProcess server =
                shell("i=0; while [ $i -lt 20000 ]; do echo xxxxxxxxxxxxxxxx; echo yyyyyyyyyyyyyyyy >&2; "
                        + "i=$((i+1)); done; " + READY + "cat >/dev/null");
        assertThat(server.awaitReady("it", PATIENCE).port()).isEqualTo(4711);
        server.closeInput();
        server.awaitEnd(PATIENCE);
    }
}
