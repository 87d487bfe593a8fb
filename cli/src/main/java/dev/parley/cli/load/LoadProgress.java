package dev.parley.cli.load;

import dev.parley.cli.shell.Console;
import dev.parley.load.LoadRun;
import dev.parley.load.ProgressSnapshot;
import dev.parley.result.NumberText;
import java.time.Duration;
import java.util.Locale;

/** How a load is going, on standard error: one line that changes on a terminal, else a line an interval. */
final class LoadProgress {
    private static final Duration ON_TERMINAL = Duration.ofMillis(250);
    private static final String CLEAR_LINE = "\r\u001b[K";
    /** A line that wraps could not be cleared any more; cut, it can. */
    private static final String WRAP_OFF = "\u001b[?7l";

    private static final String WRAP_ON = "\u001b[?7h";
    private static final double NANOS_PER_SECOND = 1e9;

    private final Console console;
    private final boolean terminal;
    private final Duration every;

    LoadProgress(Console console, boolean terminal, Duration interval) {
        this.console = console;
        this.terminal = terminal;
        this.every = terminal && interval.compareTo(ON_TERMINAL) > 0 ? ON_TERMINAL : interval;
    }

    /** Shows progress until the run is over. */
    void follow(LoadRun run) throws InterruptedException {
        while (!run.await(every)) {
            String line = line(run.progress());
            if (terminal) {
                console.err().print(CLEAR_LINE + WRAP_OFF + line + WRAP_ON);
                console.err().flush();
            } else {
                console.say(line);
            }
        }
        if (terminal) {
            console.err().print(CLEAR_LINE);
            console.err().flush();
        }
    }

    static String line(ProgressSnapshot progress) {
        String at = String.format(Locale.ROOT, "%6.1f s", progress.nanos() / NANOS_PER_SECOND);
        if (progress.warmingUp()) {
            return at + "  warming up";
        }
        if (progress.waitingForReplies()) {
            return at + "  waiting for replies";
        }
        return String.format(
                Locale.ROOT,
                "%s  %9.1f replies/s  response p50 %s p99 %s max %s  errors %d",
                at,
                progress.repliesPerSecond(),
                NumberText.time(progress.response().percentileNanos(50)),
                NumberText.time(progress.response().percentileNanos(99)),
                NumberText.time(progress.response().longestNanos()),
                progress.errors());
    }
}
