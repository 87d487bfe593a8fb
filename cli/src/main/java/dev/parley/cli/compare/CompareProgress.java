package dev.parley.cli.compare;

import dev.parley.cli.shell.Console;
import dev.parley.compare.Rounds;
import dev.parley.load.LoadSpec;
import dev.parley.result.LoadResult;
import dev.parley.result.NumberText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a comparison is going, on standard error: what is to come, then a line a trial with the time left. */
final class CompareProgress {
    private static final int CORES_WANTED = 3;

    private final Console console;
    private final int rounds;
    private final int nameColumns;
    private final Optional<Duration> plannedTrial;
    private long measuredNanos;
    private int measured;

    CompareProgress(Console console, List<Entrant> entrants, int rounds, LoadSpec spec) {
        this.console = console;
        this.rounds = rounds;
        this.plannedTrial = spec.plannedTime();
        this.nameColumns = entrants.stream()
                .mapToInt(entrant -> entrant.label().length())
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
        console.say(NumberText.count(servers, "server") + ", " + NumberText.count(rounds, "round") + ": "
                + NumberText.count(servers * rounds, "trial") + total);
        if (cores < CORES_WANTED) {
            console.say(NumberText.count(cores, "core")
                    + " here: load and server share them, so compare these numbers with each other only");
        }
    }

    void warming(Entrant entrant) {
        console.say("warming    " + entrant.label());
    }

    /** @param trialNanos how long the trial took, connecting and waiting for last replies included */
    void measured(Entrant entrant, int round, LoadResult result, long trialNanos, int trialsLeft) {
        measuredNanos += trialNanos;
        measured++;
        Rounds numbers = new Rounds(entrant.contender(), entrant.about(), List.of(result), List.of());
        console.say(String.format(
                Locale.ROOT,
                "round %d/%d  %-" + nameColumns + "s  %9.1f replies/s  p50 %9s  p99 %9s  errors %d%s",
                round,
                rounds,
                entrant.label(),
                numbers.throughput().value().orElse(0),
                CompareTable.time(numbers.percentile(50)),
                CompareTable.time(numbers.percentile(99)),
                numbers.errors(),
                left(trialsLeft)));
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

    void failed(Entrant entrant, String why) {
        console.say("parley compare: " + entrant.label() + ": " + why);
    }
}
