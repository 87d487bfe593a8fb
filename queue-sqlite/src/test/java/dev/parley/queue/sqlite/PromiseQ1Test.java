package dev.parley.queue.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Q1: a process that is killed loses no put and no delete that was acknowledged, makes up no message, and keeps the order of each
 * producer. Its answers are read from a pipe, so what it could still say before it died counts.
 */
@Tag("slow")
class PromiseQ1Test {
    @TempDir
    Path directory;

    private final Acknowledged acknowledged = new Acknowledged();

    @Test
    @Timeout(600)
    void killingLosesNothingThatWasAcknowledged() throws Exception {
        kill(20, 100_000);
    }

    @Tag("nightly")
    @Test
    @Timeout(7_200)
    void killingFiveHundredTimesLosesNothingThatWasAcknowledged() throws Exception {
        kill(500, 5_000_000);
    }

    private void kill(int kills, int puts) throws Exception {
        Path file = directory.resolve("store.db");
        long seed = System.nanoTime();
        System.out.println("kills of seed " + seed);
        Random random = new Random(seed);
        int each = puts / kills;
        for (int kill = 0; kill < kills; kill++) {
            killAfter(each + random.nextInt(each), file, Integer.toString(kill));
        }
        assertThat(acknowledged.puts()).isGreaterThanOrEqualTo(puts);

        acknowledged.assertKept(StoreProcess.messagesIn(file), kills);
    }

    private void killAfter(int answers, Path file, String generation) throws IOException {
        Process process = StoreProcess.start(List.of(), List.of(), "busy", file.toString(), generation);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("open");
            int read = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged.note(line);
                if (++read == answers) {
                    process.toHandle().destroyForcibly(); // the process's own would close the pipe unread
                }
            }
        }
    }
}
