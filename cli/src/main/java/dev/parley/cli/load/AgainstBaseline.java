package dev.parley.cli.load;

import dev.parley.cli.report.ReportTable;
import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.ProgressLine;
import dev.parley.cli.shell.Signals;
import dev.parley.client.CannotConnectException;
import dev.parley.compare.Grouping;
import dev.parley.compare.Regression;
import dev.parley.compare.Report;
import dev.parley.core.PrintableText;
import dev.parley.load.LoadRun;
import dev.parley.load.LoadSpec;
import dev.parley.result.Environment;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code parley load --baseline}: runs the saved load and today's in turn, A B B A A B ..., so that what changes on this machine
 * meanwhile changes for both, and compares the two groups of runs as {@code parley report} does.
 */
final class AgainstBaseline {
    private static final String BASELINE = "baseline";
    private static final String NOW = "now";
    private static final long SEED = 1;
    /** Before the first run of each, not counted: what is cold in a server is cold for both. */
    private static final Duration FIRST = Duration.ofSeconds(1);

    private final Console console;
    private final BaselineOptions options;
    private final LoadOutputs outputs;
    private final boolean quiet;
    private final Duration interval;
    private volatile String stopped = "";
    private volatile @Nullable LoadRun current;

    /** One of the two loads. */
    record Side(LoadSpec spec, Environment environment) {}

    AgainstBaseline(Console console, BaselineOptions options, LoadOutputs outputs, boolean quiet, Duration interval) {
        this.console = console;
        this.options = options;
        this.outputs = outputs;
        this.quiet = quiet;
        this.interval = interval;
    }

    /**
     * Runs both and reports.
     *
     * @param exitCode of today's runs as one result, as of a load of its own
     */
    int run(Side baseline, Side now, ToIntFunction<LoadResult> exitCode) throws IOException, InterruptedException {
        SequencedMap<String, List<NamedResult>> groups = new LinkedHashMap<>();
        groups.put(BASELINE, new ArrayList<>());
        groups.put(NOW, new ArrayList<>());
        progress(BASELINE + ": " + baseline.spec().setting().describe());
        progress(NOW + ": " + now.spec().setting().describe());
        String unreachable = "";
        try (Signals.Handlers _ = Signals.onFirst(this::stop)) {
            for (Side side : List.of(baseline, now)) {
                if (stopped.isEmpty()) {
                    once(new Side(side.spec().lasting(side.spec().warmUp(), FIRST), side.environment()), true);
                }
            }
            for (int run = 0; run < 2 * options.runs() && stopped.isEmpty(); run++) {
                String name = isBaseline(run) ? BASELINE : NOW;
                progress("run " + (run + 1) + " of " + 2 * options.runs() + ", " + name);
                LoadResult result = once(name.equals(BASELINE) ? baseline : now, quiet);
                if (stopped.isEmpty()) {
                    List<NamedResult> runs = Objects.requireNonNull(groups.get(name));
                    runs.add(new NamedResult(name + " " + (runs.size() + 1), result));
                }
            }
        } catch (CannotConnectException e) {
            if (groups.values().stream().anyMatch(List::isEmpty)) {
                throw e;
            }
            unreachable = String.valueOf(e.getMessage());
        }
        if (groups.values().stream().anyMatch(List::isEmpty)) {
            throw new Failure(ExitCode.FAILED, stopped + ": no run of each was finished, so nothing is compared");
        }
        return report(Report.of(Grouping.byName(groups), SEED), unreachable, exitCode);
    }

    /** Pairs of runs, each begun by the other side than the one before: A B B A A B B A. */
    static boolean isBaseline(int run) {
        return run % 4 == 0 || run % 4 == 3;
    }

    private void stop(String reason) {
        stopped = reason;
        LoadRun run = current;
        if (run != null) {
            run.stop(reason);
        }
    }

    private LoadResult once(Side side, boolean silent) throws IOException, InterruptedException {
        try (LoadRun run = LoadRun.start(side.spec(), null)) {
            current = run;
            if (!stopped.isEmpty()) {
                run.stop(stopped);
            }
            if (!silent) {
                new LoadProgress(console, ProgressLine.ofProcess(console), interval).follow(run, null);
            }
            return run.result(side.environment());
        } finally {
            current = null;
        }
    }

    private void progress(String line) {
        if (!quiet) {
            console.say(PrintableText.of(line));
        }
    }

    private int report(Report report, String unreachable, ToIntFunction<LoadResult> exitCode) throws IOException {
        List<Regression> found = options.regression.found(report);
        if (!outputs.onStdout()) {
            console.print(ReportTable.of(report, console.columns()));
        }
        outputs.write(report, options.regression.document(report, found), console);
        report.warnings().forEach(warning -> console.say("parley load: warning: " + PrintableText.of(warning)));
        if (!stopped.isEmpty()) {
            console.say("parley load: " + stopped + ": the runs that were finished are compared");
        }
        int regressions = options.regression.exitCode(found, "parley load", console);
        int load = exitCode.applyAsInt(report.groups().getLast().merged());
        if (!unreachable.isEmpty()) {
            console.say("parley load: " + PrintableText.of(unreachable) + "; the runs that were finished are compared");
            return ExitCode.UNAVAILABLE;
        }
        return regressions != ExitCode.OK ? regressions : load;
    }
}
