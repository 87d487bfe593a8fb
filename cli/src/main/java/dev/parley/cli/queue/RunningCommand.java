package dev.parley.cli.queue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A command that works on one message: the message is its standard input, its output is ours. It does not see the signals that a
 * terminal sends to all of its programs at once, Ctrl-C above all: when it is to end is decided here.
 */
final class RunningCommand {
    /** What is ignored when a program begins stays ignored, unless it says otherwise. */
    private static final List<String> WITHOUT_SIGNALS = List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

    private static final Duration GRACE = Duration.ofSeconds(5);

    /** Called now and then while the command runs. */
    interface Touch {
        void touch();
    }

    /**
     * How it ended.
     *
     * @param exitCode 128 and the signal's number where a signal ended it
     * @param timedOut whether it was ended because it took too long
     */
    record Outcome(int exitCode, boolean timedOut) {
        boolean succeeded() {
            return exitCode == 0 && !timedOut;
        }

        @Override
        public String toString() {
            return timedOut ? "killed: it took too long" : "exit code " + exitCode;
        }
    }

    /**
     * To be called before the first is started. The JDK's logger of new processes opens all of logging, which takes a while, during
     * which the command would already run; and opened by two threads at once, it says so on standard error.
     */
    static void prepare() {
        boolean _ = System.getLogger("java.lang.ProcessBuilder").isLoggable(System.Logger.Level.DEBUG);
    }

    private final Process process;

    private RunningCommand(Process process) {
        this.process = process;
    }

    static RunningCommand start(List<String> command, Map<String, String> environment, byte[] input)
            throws IOException {
        List<String> words = new ArrayList<>(WITHOUT_SIGNALS);
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        if (input.length == 0) {
            builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        }
        Process process = builder.start();
        if (input.length > 0) {
            Thread.ofVirtual().name("parley-work-input").start(() -> feed(process, input));
        }
        return new RunningCommand(process);
    }

    private static void feed(Process process, byte[] input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException _) {
            // It need not read all of it.
        }
    }

    /**
     * Waits for its end.
     *
     * @param timeout after which it is asked to end (SIGTERM), and killed a little later; empty for none
     */
    Outcome await(Duration touchInterval, Touch touch, Optional<Duration> timeout) throws InterruptedException {
        long began = System.nanoTime();
        long endNanos = timeout.map(Duration::toNanos).orElse(Long.MAX_VALUE);
        boolean timedOut = false;
        while (true) {
            long leftNanos = endNanos - (System.nanoTime() - began);
            if (process.waitFor(Math.max(0, Math.min(touchInterval.toNanos(), leftNanos)), TimeUnit.NANOSECONDS)) {
                return new Outcome(process.exitValue(), timedOut);
            }
            if (endNanos - (System.nanoTime() - began) > 0) {
                touch.touch();
            } else if (timedOut) {
                kill();
            } else {
                timedOut = true;
                endNanos += GRACE.toNanos();
                ProcessTree.terminate(process);
            }
        }
    }

    /** Ends it at once, and what it has started. Any thread. */
    void kill() {
        ProcessTree.kill(process);
    }
}
