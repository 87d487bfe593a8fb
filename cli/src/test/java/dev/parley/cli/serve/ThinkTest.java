package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demonstration of seed 002: one client's message takes long; which clients wait for it depends on the engine. */
@Tag("slow")
class ThinkTest {
    private static final String THINK = "1s";

    @Test
    void onSelectorAllClientsWait() throws IOException {
        assertThat(firstToBeAnswered("selector")).isEqualTo("slow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "virtual"})
    void onThreadsOnlyThatClientWaits(String engine) throws IOException {
        assertThat(firstToBeAnswered(engine)).isEqualTo("quick");
    }

    /** The slow client has sent its request and its service is thinking; then the quick client sends. Which reply is first? */
    private static String firstToBeAnswered(String engine) throws IOException {
        try (ParleyProcess parley = ParleyProcess.serve(
                        "pong://:0", "--engine", engine, "--think", THINK, "--think-client", "1", "-v");
                RawClient quick = RawClient.connect(parley.address());
                RawClient slow = connectSecond(parley, quick)) {
            slow.send("ping");
            // The log shows that the service has it: a selector warns about its stalled loop only then.
            if (engine.equals("selector")) {
                parley.program().awaitText("holds event loop .*: the service blocks .*, or the host is too busy");
            }
            quick.send("ping");
            assertPong(quick);
            boolean slowAnswered = slow.socket().getInputStream().available() > 0;
            assertPong(slow);
            return slowAnswered ? "slow" : "quick";
        }
    }

    private static RawClient connectSecond(ParleyProcess parley, RawClient first) throws IOException {
        first.send("ping");
        assertPong(first); // it is connection 0 for sure
        RawClient second = RawClient.connect(parley.address());
        parley.program().awaitText("(?s)(Received connection from .*){2}");
        return second;
    }

    private static void assertPong(RawClient client) throws IOException {
        assertThat(new String(client.receive(4), StandardCharsets.US_ASCII)).isEqualTo("pong");
    }
}
