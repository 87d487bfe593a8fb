package dev.parley.queue.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
    private static final int KILLS = Integer.getInteger("parley.kills", 20);
    private static final int ACKNOWLEDGED = Integer.getInteger("parley.acknowledged", 100_000);

    @TempDir
    Path directory;

    private final Set<String> put = new HashSet<>();
    private final Set<String> deleted = new HashSet<>();

    @Test
    @Timeout(600)
    void killingLosesNothingThatWasAcknowledged() throws Exception {
        Path file = directory.resolve("store.db");
        long seed = System.nanoTime();
        System.out.println("kills of seed " + seed);
        Random random = new Random(seed);
        int each = ACKNOWLEDGED / KILLS;
        for (int kill = 0; kill < KILLS; kill++) {
            killAfter(each + random.nextInt(each), file, Integer.toString(kill));
        }
        assertThat(put).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED);

        List<String> left = StoreProcess.messagesIn(file);
        Set<String> leftOnce = new HashSet<>(left);
        assertThat(leftOnce).as("each once").hasSameSizeAs(left);
        Set<String> lost = new HashSet<>(put);
        lost.removeAll(deleted);
        lost.removeAll(leftOnce);
        // The consumer's last delete may have happened without its answer having been read.
        assertThat(lost).as("lost").hasSizeLessThanOrEqualTo(KILLS);
        assertThat(leftOnce).as("deleted, and there again").doesNotContainAnyElementsOf(deleted);
        assertThat(left).as("made up").allMatch(name -> name.matches("\\d+/[0-7]/\\d+"));
        assertInOrder(left);
    }

    private void killAfter(int answers, Path file, String generation) throws IOException {
        Process process = StoreProcess.start(List.of(), List.of(), "busy", file.toString(), generation);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("open");
            int read = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                note(line);
                if (++read == answers) {
                    process.toHandle().destroyForcibly(); // the process's own would close the pipe unread
                }
            }
        }
    }

    /** A line that was cut by the kill was not said. */
    private void note(String line) {
        String[] words = line.split(" ", -1);
        if (words.length == 2 && words[1].matches("\\d+/[0-7]/\\d+")) {
            (words[0].equals("put") ? put : deleted).add(words[1]);
        }
    }

    private static void assertInOrder(List<String> names) {
        Map<String, Integer> last = new HashMap<>();
        for (String name : names) {
            int end = name.lastIndexOf('/');
            int number = Integer.parseInt(name.substring(end + 1));
            Integer before = last.put(name.substring(0, end), number);
            assertThat(before == null || before < number)
                    .as(name + " after " + before)
                    .isTrue();
        }
    }
}
