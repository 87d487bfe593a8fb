package dev.parley.cli.cluster;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for something to become true: for a bounded time, and not after an interrupt. */
final class Patience {
    private static final long POLL_MILLIS = 200;

    private final Duration atMost;
    private final CountDownLatch interrupt = new CountDownLatch(1);

    /** @param atMost for each wait */
    Patience(Duration atMost) {
        this.atMost = atMost;
    }

    /** What is waited for. */
    interface Condition {
        boolean holds() throws IOException;
    }

    /** The wait under way, and each later one, ends. Any thread. */
    void interrupt() {
        interrupt.countDown();
    }

    /** Whether it came true in time, and before an interrupt. */
    boolean until(Condition condition) throws IOException {
        long began = System.nanoTime();
        try {
            while (!condition.holds()) {
                if (System.nanoTime() - began > atMost.toNanos()
                        || interrupt.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @throws Failure after an interrupt */
    void requireNoInterrupt() {
        if (interrupt.getCount() == 0) {
            throw new Failure(ExitCode.FAILED, "interrupted");
        }
    }
}
