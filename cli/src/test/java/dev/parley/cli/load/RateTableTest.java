package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.load.FoundRate;
import dev.parley.load.LoadSpec;
import dev.parley.load.Objective;
import dev.parley.load.RateFinder;
import dev.parley.load.RateTally;
import dev.parley.result.Environment;
import org.junit.jupiter.api.Test;

/** What a search answers in one line. */
class RateTableTest {
    private static final Objective OBJECTIVE = Objective.parse("p99<2ms");
    private static final RateTally HELD = new RateTally(4000, 5, 0, 0);

    private final RateFinder finder = new RateFinder(
            LoadSpec.of(
                    Endpoint.parse("echo://127.0.0.1:7"),
                    Protocol.of("echo", Framings.LEN8, Codecs.BYTES, Codecs.BYTES)),
            OBJECTIVE,
            1000,
            5,
            Environment.here("test", "", ""),
            trial -> {});

    private String answer(FoundRate found) {
        return new RateTable(OBJECTIVE).answer(found, finder);
    }

    @Test
    void aRateAboveWhichItBrokeIsTheLimit() {
        assertThat(answer(new FoundRate(HELD, new RateTally(4200, 1, 4, 0), true)))
                .startsWith(
                        "p99<2ms holds up to 4,000/s (held in 5 of 5 rounds at 4,000/s, broke in 4 of 5 at 4,200/s");
    }

    @Test
    void withoutOneItHoldsAtLeastUpToTheHighestTried() {
        assertThat(answer(new FoundRate(HELD, null, true))).startsWith("p99<2ms holds up to at least 4,000/s");
    }

    @Test
    void whereThisMachineWasTooSlowToTellItHoldsAtLeastUpToThere() {
        assertThat(answer(new FoundRate(HELD, new RateTally(4200, 0, 1, 4), true)))
                .startsWith("p99<2ms holds up to at least 4,000/s")
                .contains("undecided in 4 of 5 at 4,200/s");
    }
}
