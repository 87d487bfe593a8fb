package dev.parley.cli.load;

import dev.parley.cli.shell.Converters;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The search for a rate, instead of one load. */
final class FindOptions {
    private static final int ROUNDS = 5;

    @Option(
            names = "--find",
            paramLabel = "EXPR",
            description =
                    "search for the highest rate that meets an objective: 'p99<2ms', 'max<=50ms', 'errors<1'; starts at --rate, "
                            + "each trial takes --duration (default: 3s)")
    @Nullable
    String objective;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description = "with --find: how often each bound of the answer is measured (default: " + ROUNDS + ")")
    @Nullable
    Integer rounds;

    int rounds() {
        return rounds == null ? ROUNDS : rounds;
    }
}
