package dev.parley.cli.load;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.FoldedText;
import dev.parley.cli.shell.Signals;
import dev.parley.load.ConstantRate;
import dev.parley.load.FoundRate;
import dev.parley.load.FoundRateDocument;
import dev.parley.load.LoadSpec;
import dev.parley.load.Objective;
import dev.parley.load.RateFinder;
import dev.parley.result.Environment;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code parley load --find}: announces the search, shows each trial, prints the answer. */
final class FindRate {
    private static final Duration TRIAL = Duration.ofSeconds(3);
    private static final double NANOS_PER_MINUTE = 60e9;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double ABOVE_LOWEST = 2;

    private final Console console;
    private final FindOptions options;
    private final LoadOutputs outputs;
    private final Environment environment;
    private final boolean quiet;

    FindRate(Console console, FindOptions options, LoadOutputs outputs, Environment environment, boolean quiet) {
        this.console = console;
        this.options = options;
        this.outputs = outputs;
        this.environment = environment;
        this.quiet = quiet;
    }

    /**
     * Searches.
     *
     * @param load the load as given; its rate is the first one tried
     * @param duration of a trial; null when none was given
     * @param rateGiven false when the rate is a default, which may be too low for the objective
     */
    int run(String expression, LoadSpec load, @Nullable Duration duration, boolean rateGiven)
            throws IOException, InterruptedException {
        Objective objective = Objective.parse(expression);
        if (!(load.schedule() instanceof ConstantRate rate)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--find searches a constant rate; it cannot be combined with --closed, --poisson, --stages or a ramp");
        }
        if (load.count() > 0) {
            throw new Failure(ExitCode.USAGE, "--find cannot be combined with --count; use --duration for each trial");
        }
        outputs.requireJsonAtMost("--find");
        outputs.check();
        LoadSpec spec = load.lasting(load.warmUp(), duration == null ? TRIAL : duration);
        double lowest = RateFinder.lowestPerSecond(objective, spec.duration());
        double start = rateGiven ? rate.perSecond() : Math.max(rate.perSecond(), Math.ceil(ABOVE_LOWEST * lowest));
        RateTable table = new RateTable(objective);
        RateFinder finder = new RateFinder(
                spec, objective, start, options.rounds(), environment, trial -> progress(table.row(trial)));
        announce(finder);
        return answer(find(finder), finder, table);
    }

    private void progress(String line) {
        if (!quiet) {
            console.say(line);
        }
    }

    private void announce(RateFinder finder) {
        LoadSpec spec = finder.spec();
        long trial = spec.warmUp().plus(spec.duration()).toNanos();
        progress(String.format(
                Locale.ROOT,
                "searching for the highest rate with %s: at most %d trials of %.1f s, %.1f min in total, usually a third of "
                        + "that; Ctrl-C stops and reports what is known",
                finder.objective().text(),
                finder.mostTrials(),
                trial / NANOS_PER_SECOND,
                finder.mostTrials() * trial / NANOS_PER_MINUTE));
    }

    private FoundRate find(RateFinder finder) throws IOException, InterruptedException {
        try (Signals.Handlers _ = Signals.onFirst(finder::stop)) {
            return finder.find();
        }
    }

    private int answer(FoundRate found, RateFinder finder, RateTable table) throws IOException {
        if (!outputs.onStdout()) {
            console.print(FoldedText.of(table.of(found, finder), console.columns()));
        }
        outputs.writeJson(() -> FoundRateDocument.of(found, finder).toJson(), console);
        if (finder.serverGone()) {
            console.say("parley load: " + finder.endedEarly());
            return ExitCode.UNAVAILABLE;
        }
        if (finder.loadStopped()) {
            console.say("parley load: " + finder.endedEarly());
            return ExitCode.FAILED;
        }
        if (found.holds() == null) {
            console.say("parley load: no rate found that meets "
                    + finder.objective().text());
            return ExitCode.FAILED;
        }
        return ExitCode.OK;
    }
}
