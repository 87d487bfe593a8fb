package dev.parley.cli.serve;

import dev.parley.cli.shell.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Ends the process when its orderly end does not come: one second after the drain time, with a code other than 0, so that whatever
 * supervises it starts another.
 *
 * <p>What it needs is there before anything is served: two platform threads, the line it writes, and every class. The line is
 * written by a thread of its own, because standard error may be a pipe without a reader.
 *
 * <p>It also looks once a second whether a thread can be started. A signal is handled on a new thread of the JVM's: a process
 * that has been without for {@value #FAILED_PROBES} seconds serves fewer and fewer and would not obey SIGTERM.
 */
final class Watchdog implements AutoCloseable {
    /** Beyond the drain time. */
    static final Duration MARGIN = Duration.ofSeconds(1);

    static final int FAILED_PROBES = 5;

    private static final long PROBE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LINE_BEFORE_END_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final long allowedNanos;
    private final IntConsumer halt;
    private final OutputStream err;
    private final Runnable withoutThreads;
    private final Runnable alive;
    private final byte[] line;
    private final Thread timer;
    private final Thread speaker;

    private volatile boolean armed;
    private volatile long deadlineNanos;
    private volatile boolean speaking;
    private volatile boolean closed;

    /**
     * Starts its threads.
     *
     * @param halt ends the process with a code, at once
     * @param err gets one line before that
     * @param withoutThreads called once, on the watchdog's thread, when no thread can be started; must not block
     * @param alive called there each second in which one could, until a stop begins; must not block
     */
    Watchdog(Duration drain, IntConsumer halt, OutputStream err, Runnable withoutThreads, Runnable alive) {
        this.allowedNanos = drain.plus(MARGIN).toNanos();
        this.halt = halt;
        this.err = err;
        this.withoutThreads = withoutThreads;
        this.alive = alive;
        this.line = ("parley serve: still not stopped " + drain.plus(MARGIN).toMillis()
                        + " ms after the stop began; ended by force\n")
                .getBytes(StandardCharsets.UTF_8);
        write(new byte[0]); // loads what writing needs, as the next line does for starting threads
        threadStarts();
        timer = Thread.ofPlatform().daemon().name("parley-watchdog").start(this::watch);
        speaker = Thread.ofPlatform().daemon().name("parley-watchdog-line").start(this::speak);
    }

    /** The one that ends this process. */
    static Watchdog ofProcess(Duration drain, Runnable withoutThreads, Runnable alive) {
        return new Watchdog(
                drain, Runtime.getRuntime()::halt, new FileOutputStream(FileDescriptor.err), withoutThreads, alive);
    }

    /** A stop begins: it has the drain time and a second. Only the first call counts. Any thread; never blocks. */
    void stopBegan() {
        if (!armed) {
            deadlineNanos = System.nanoTime() + allowedNanos;
            armed = true;
            LockSupport.unpark(timer);
        }
    }

    private void watch() {
        int failedProbes = 0;
        while (!closed) {
            if (!armed) {
                LockSupport.parkNanos(this, PROBE_EVERY_NANOS);
                failedProbes = armed || closed || threadStarts() ? 0 : failedProbes + 1;
                if (failedProbes == 0 && !armed && !closed) {
                    sayAlive();
                } else if (failedProbes == FAILED_PROBES) {
                    withoutThreads.run();
                }
                continue;
            }
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                halt.accept(ExitCode.FAILED);
                return;
            }
            if (left <= LINE_BEFORE_END_NANOS && !speaking) {
                speaking = true;
                LockSupport.unpark(speaker);
            }
            LockSupport.parkNanos(this, left <= LINE_BEFORE_END_NANOS ? left : left - LINE_BEFORE_END_NANOS);
        }
    }

    private void sayAlive() {
        try {
            alive.run();
        } catch (OutOfMemoryError e) {
            // Not said, then: it is hardly true.
        }
    }

    private static boolean threadStarts() {
        try {
            Thread probe = new Thread(Watchdog::nothing, "parley-watchdog-probe");
            probe.setDaemon(true);
            probe.start();
            return true;
        } catch (OutOfMemoryError e) { // the JVM's word for it
            return false;
        }
    }

    private static void nothing() {
        // That it could be started is all that is of interest.
    }

    private void speak() {
        while (!speaking && !closed) {
            LockSupport.park(this);
        }
        if (!closed) {
            write(line);
        }
    }

    private void write(byte[] bytes) {
        try {
            err.write(bytes);
        } catch (IOException e) {
            // There is nowhere left to say it.
        }
    }

    /** The end came in order. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(timer);
        LockSupport.unpark(speaker);
    }
}
