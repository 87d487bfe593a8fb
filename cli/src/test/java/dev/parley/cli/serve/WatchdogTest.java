package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.shell.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The end that comes when the orderly one does not. */
class WatchdogTest {
    private final CompletableFuture<Integer> halted = new CompletableFuture<>();

    private Watchdog watchdog(OutputStream err) {
        return new Watchdog(Duration.ZERO, halted::complete, err, () -> {}, () -> {});
    }

    @Test
    void endsTheProcessWhenAStopTakesLongerThanItMay() throws Exception {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (Watchdog watchdog = watchdog(err)) {
            watchdog.stopBegan();

            assertThat(halted.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.FAILED);
            await().untilAsserted(() -> assertThat(err.toString(StandardCharsets.UTF_8))
                    .isEqualTo("parley serve: still not stopped 1000 ms after the stop began; ended by force\n"));
        }
    }

    @Test
    void aStandardErrorThatNobodyReadsDoesNotHoldItUp() throws Exception {
        CountDownLatch readAgain = new CountDownLatch(1);
        OutputStream stuck = new OutputStream() {
            @Override
            public void write(int b) {
                try {
                    readAgain.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        try (Watchdog watchdog = watchdog(stuck)) {
            watchdog.stopBegan();

            assertThat(halted.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.FAILED);
        } finally {
            readAgain.countDown();
        }
    }

    @Test
    void aSecondStopDoesNotMoveTheDeadline() throws Exception {
        try (Watchdog watchdog = watchdog(new ByteArrayOutputStream())) {
            watchdog.stopBegan();
            await().pollInterval(Duration.ofMillis(50))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> {
                        watchdog.stopBegan();
                        return halted.isDone();
                    });
        }
    }
}
