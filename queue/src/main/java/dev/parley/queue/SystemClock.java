package dev.parley.queue;

import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The system's clocks. One lock, for the alarm that is set. */
final class SystemClock implements StoreClock {
    private final ScheduledThreadPoolExecutor alarms;
    private @Nullable Future<?> set;

    SystemClock() {
        alarms = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("parley-store-clock").factory());
        alarms.setRemoveOnCancelPolicy(true);
        alarms.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        alarms.setKeepAliveTime(1, TimeUnit.SECONDS);
        alarms.allowCoreThreadTimeOut(true);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant wallTime() {
        return Instant.now();
    }

    @Override
    public synchronized void wakeAfter(long nanos, Runnable alarm) {
        if (set != null) {
            set.cancel(false);
        }
        set = alarms.isShutdown() ? null : alarms.schedule(alarm, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public synchronized void close() {
        alarms.shutdownNow();
    }
}
