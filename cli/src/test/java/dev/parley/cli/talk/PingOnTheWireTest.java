package dev.parley.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ScriptedServer;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many pings a server sees. */
class PingOnTheWireTest {
    private static final int PING_BYTES = 4;

    private final AtomicInteger seen = new AtomicInteger();

    private void ping(String... words) throws IOException {
        try (ScriptedServer server = new ScriptedServer(client -> {
            while (client.getInputStream().readNBytes(PING_BYTES).length == PING_BYTES) {
                seen.incrementAndGet();
                client.getOutputStream().write("pong".getBytes(StandardCharsets.US_ASCII));
            }
        })) {
            String[] all = new String[words.length + 2];
            all[0] = "ping";
            all[1] = server.at("pong");
            System.arraycopy(words, 0, all, 2, words.length);
            Transcript.of(all).exits(ExitCode.OK);
        }
    }

    @Test
    void oneBeforeTheFirstIsNotCounted() throws IOException {
        ping("--count", "3", "--interval", "0");
        assertThat(seen).hasValue(4);
    }

    /** The original's clients send nothing else. */
    @Test
    void manyClientsSendWhatTheyCount() throws IOException {
        ping("--clients", "2", "--count", "3");
        assertThat(seen).hasValue(6);
    }
}
