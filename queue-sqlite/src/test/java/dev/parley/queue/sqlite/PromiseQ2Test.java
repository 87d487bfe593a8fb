package dev.parley.queue.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Q2: a loss of power loses nothing that was acknowledged as on disk. */
@Tag("slow")
class PromiseQ2Test {
    private static final int ANSWERS = 2_000;

    @TempDir
    Path directory;

    @Test
    @Timeout(600)
    void losingPowerLosesNothingThatWasAcknowledged() throws Exception {
        losePower(10);
    }

    @Tag("nightly")
    @Test
    @Timeout(7_200)
    void losingPowerThreeHundredTimesLosesNothingThatWasAcknowledged() throws Exception {
        losePower(300);
    }

    private void losePower(int losses) throws Exception {
        long seed = System.nanoTime();
        System.out.println("losses of seed " + seed);
        Random random = new Random(seed);
        Acknowledged acknowledged = new Acknowledged();
        try (PowerLoss disk = PowerLoss.in(directory)) {
            assumeTrue(disk != null, "a file system can be mounted");
            Path file = disk.directory().resolve("store.db");
            for (int loss = 0; loss < losses; loss++) {
                Process process =
                        StoreProcess.start(List.of(), List.of(), "busy", file.toString(), Integer.toString(loss));
                try (BufferedReader lines = process.inputReader(UTF_8)) {
                    assertThat(lines.readLine()).isEqualTo("open");
                    int answers = 1 + random.nextInt(ANSWERS);
                    for (int i = 0; i < answers; i++) {
                        acknowledged.note(lines.readLine());
                    }
                    disk.strike();
                    process.toHandle().destroyForcibly();
                    // A sync that is under way when the file system is stopped may say that it went well: a program
                    // of ten lines that appends and syncs sees it too. No process sees that of a loss of power.
                    lines.lines().forEach(acknowledged::noteUnsure);
                }
                process.waitFor();
                disk.restore();
            }
            acknowledged.assertKept(StoreProcess.messagesIn(file), losses);
        }
    }
}
