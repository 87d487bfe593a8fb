package dev.parley.cli.compare;

import dev.parley.cli.shell.ProgressLine;
import dev.parley.compare.ComparisonListener;
import dev.parley.compare.Metric;
import dev.parley.compare.PlannedRun;
import dev.parley.compare.Target;
import dev.parley.load.LoadSpec;
import dev.parley.result.LoadResult;
import dev.parley.result.NumberText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a comparison is going, on standard error: what is to come, then a line a trial with the time left. */
final class CompareProgress implements ComparisonListener {
    static final Metric P50 = Metric.named("p50");
    static final Metric P99 = Metric.named("p99");
    private static final int CORES_WANTED = 3;

    private final ProgressLine line;
    private final boolean quiet;
    private final int rounds;
    private final int nameColumns;
    private final Optional<Duration> plannedTrial;
    private long measuredNanos;
    private int measured;

    CompareProgress(ProgressLine line, boolean quiet, List<Target> targets, int rounds, LoadSpec spec) {
        this.line = line;
        this.quiet = quiet;
        this.rounds = rounds;
        this.plannedTrial = spec.plannedTime();
        this.nameColumns = targets.stream()
                .mapToInt(target -> target.label().length())
                .max()
                .orElse(0);
    }

    void announce(int servers, Duration firstWarmUp, int cores) {
        String total = plannedTrial
                .map(trial -> ", " + NumberText.span(trial) + " each: about "
                        + NumberText.span(
                                firstWarmUp.plus(trial.multipliedBy(rounds)).multipliedBy(servers))
                        + (firstWarmUp.isZero()
                                ? ""
                                : " with " + NumberText.span(firstWarmUp) + " to warm each server"))
                .orElse("");
        say(NumberText.count(servers, "server") + ", " + NumberText.count(rounds, "round") + ": "
                + NumberText.count((long) servers * rounds, "trial") + total);
        if (cores < CORES_WANTED) {
            say(NumberText.count(cores, "core")
                    + " here: load and server share them, so compare these numbers with each other only");
        }
    }

    private void say(String text) {
        if (!quiet) {
            line.say(text);
        }
    }

    @Override
    public void warming(Target target) {
        String text = "warming    " + target.label();
        if (line.onTerminal() && !quiet) {
            line.show(List.of(text));
        } else {
            say(text);
        }
    }

    @Override
    public void measured(PlannedRun run, LoadResult result, long runNanos, int runsLeft) {
        measuredNanos += runNanos;
        measured++;
        LoadResult.Measured numbers = result.measured();
        say(String.format(
                Locale.ROOT,
                "round %d/%d  %-" + nameColumns + "s  %9.1f replies/s  p50 %9s  p99 %9s  errors %d%s",
                run.round(),
                rounds,
                run.target().label(),
                numbers.repliesPerSecond(),
                CompareTable.time(P50.of(numbers)),
                CompareTable.time(P99.of(numbers)),
                numbers.errors(),
                left(runsLeft)));
    }

    /** As long as planned, or as long as trials have taken so far where that is longer. */
    private String left(int trialsLeft) {
        if (trialsLeft == 0) {
            return "";
        }
        Duration taken = Duration.ofNanos(measuredNanos / measured);
        Duration trial =
                plannedTrial.filter(planned -> planned.compareTo(taken) > 0).orElse(taken);
        return "  " + NumberText.span(trial.multipliedBy(trialsLeft)) + " left";
    }

    @Override
    public void failed(Target target, String why) {
        line.say("parley compare: " + target.label() + ": " + why);
    }
}
