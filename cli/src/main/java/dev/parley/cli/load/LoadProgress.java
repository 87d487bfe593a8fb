package dev.parley.cli.load;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ProgressLine;
import dev.parley.load.LoadRun;
import dev.parley.load.ProgressSnapshot;
import dev.parley.result.NumberText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a load is going, on standard error: one line that changes on a terminal, else a line an interval. */
final class LoadProgress {
    private static final Duration ON_TERMINAL = Duration.ofMillis(250);
    private static final double NANOS_PER_SECOND = 1e9;

    private final Console console;
    private final ProgressLine progressLine;
    private final Duration every;

    LoadProgress(Console console, ProgressLine progressLine, Duration interval) {
        this.console = console;
        this.progressLine = progressLine;
        this.every = progressLine.onTerminal() && interval.compareTo(ON_TERMINAL) > 0 ? ON_TERMINAL : interval;
    }

    /**
     * Shows progress until the run is over.
     *
     * @param lines gets every snapshot as well; null for none
     */
    void follow(LoadRun run, @Nullable IntervalLines lines) throws InterruptedException {
        WholeIntervals.follow(run, every, lines, this::show);
        progressLine.clear();
    }

    private void show(ProgressSnapshot progress) {
        List<String> lines = lines(progress);
        if (progressLine.onTerminal()) {
            progressLine.show(lines);
        } else {
            console.say(lines.getFirst());
        }
    }

    /** The same for wide and narrow terminals, the longest first. */
    static List<String> lines(ProgressSnapshot progress) {
        String at = String.format(Locale.ROOT, "%6.1f s", progress.nanos() / NANOS_PER_SECOND);
        if (progress.warmingUp()) {
            return List.of(at + "  warming up");
        }
        if (progress.waitingForReplies() && progress.replies() == 0) {
            return List.of(at + "  waiting for replies");
        }
        String p50 = NumberText.time(progress.response().percentileNanos(50));
        String p99 = NumberText.time(progress.response().percentileNanos(99));
        String max = NumberText.time(progress.response().longestNanos());
        double rate = progress.repliesPerSecond();
        long errors = progress.errors();
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%s  %9.1f replies/s  response p50 %s p99 %s max %s  errors %d",
                        at,
                        rate,
                        p50,
                        p99,
                        max,
                        errors),
                String.format(
                        Locale.ROOT,
                        "%s  %6.0f replies/s  p50 %s p99 %s max %s  errors %d",
                        at,
                        rate,
                        p50,
                        p99,
                        max,
                        errors),
                String.format(Locale.ROOT, "%s  %6.0f/s  p50 %s p99 %s  errors %d", at, rate, p50, p99, errors),
                String.format(Locale.ROOT, "%s  %6.0f/s  p99 %s  errors %d", at, rate, p99, errors),
                String.format(Locale.ROOT, "%s  %6.0f/s", at, rate));
    }
}
