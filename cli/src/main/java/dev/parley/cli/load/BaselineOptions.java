package dev.parley.cli.load;

import dev.parley.cli.report.RegressionOptions;
import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A load and an earlier one, run in turn and compared. */
final class BaselineOptions {
    private static final int RUNS = 5;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description =
                    "a result of 'load --json': run its load and this one in turn, and compare them; what is not typed is as it"
                            + " was there")
    @Nullable
    String file;

    @Option(
            names = "--runs",
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description = "with --baseline: how often each is run (default: " + RUNS + ")")
    @Nullable
    Integer runs;

    @Mixin
    RegressionOptions regression = new RegressionOptions();

    int runs() {
        return runs == null ? RUNS : runs;
    }

    /** Refuses what needs a baseline. */
    void check() {
        if (file == null && runs != null) {
            throw new Failure(ExitCode.USAGE, "--runs requires --baseline");
        }
        if (file == null && regression.typed()) {
            throw new Failure(ExitCode.USAGE, "--regression, --metric and --strict require --baseline");
        }
        regression.metrics();
    }
}
