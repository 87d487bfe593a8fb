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
                    "search the highest rate that holds it: 'p99<2ms', 'max<=50ms', 'errors<1'; starts at --rate, "
                            + "each trial takes --duration (default: 3s)")
    @Nullable
    String promise;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description = "of --find: how often both ends of its answer are measured (default: " + ROUNDS + ")")
    @Nullable
    Integer rounds;

    int rounds() {
        return rounds == null ? ROUNDS : rounds;
    }
}
