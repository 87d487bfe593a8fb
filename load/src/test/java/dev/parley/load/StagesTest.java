package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.parley.result.Counter;
import dev.parley.result.LoadResult;
import dev.parley.result.Outcome;
import dev.parley.result.ResultDocument;
import dev.parley.result.ResultReader;
import dev.parley.testkit.PublishedSchema;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class StagesTest {
    private static final long SECOND = 1_000_000_000L;

    private final Stages stages = Stages.parse("r=100 for 10s, ramp to 300 over 10s, ramp to 100 over 5s, r=5 for 1m");

    /** 1,000 requests in the first stage, 2,000 in the second, 1,000 in the third. */
    @ParameterizedTest
    @CsvSource({
        "0,     0",
        "999,   9990000000",
        "1000,  10000000000",
        "1750,  15000000000",
        "3000,  20000000000",
        "4000,  25000000000",
        "4005,  26000000000",
        "4300,  85000000000",
        "4305,  86000000000"
    })
    void eachStageBeginsWhereTheOneBeforeEnds(long sequence, long nanos) {
        assertThat(stages.startNanos(sequence)).isCloseTo(nanos, within(2L));
    }

    @Test
    void noRequestIsDueBeforeTheOneBefore() {
        for (int sequence = 1; sequence < 4400; sequence++) {
            assertThat(stages.startNanos(sequence)).isGreaterThanOrEqualTo(stages.startNanos(sequence - 1));
        }
    }

    @Test
    void aTimeBelongsToOneStage() {
        assertThat(stages.at(0)).isZero();
        assertThat(stages.at(10 * SECOND - 1)).isZero();
        assertThat(stages.at(10 * SECOND)).isEqualTo(1);
        assertThat(stages.at(1000 * SECOND)).isEqualTo(3);
        assertThat(stages.length()).isEqualTo(Duration.ofSeconds(85));
    }

    @Test
    void areDescribedAsTheyAreTyped() {
        assertThat(stages.describe())
                .isEqualTo(
                        "stages r=100 for 10s, ramp from 100 to 300 over 10s, ramp from 300 to 100 over 5s, r=5 for 60s");
        assertThat(Stages.parse("ramp from 1 to 2 over 1s").describe()).isEqualTo("stages ramp from 1 to 2 over 1s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r=100 for 10s, up | stage 2 'up': expected stages such as",
                "r=100 for 10s, | stage 2 '': expected stages such as",
                "r=x for 10s | stage 1 'r=x for 10s': invalid rate 'x'",
                "r=0 for 10s | stage 1 'r=0 for 10s': rate must be greater than 0",
                "r=1 for 10 | stage 1 'r=1 for 10': invalid duration '10'",
                "ramp to 5 over 1s | the first ramp needs a rate to begin with"
            })
    void whatIsWrongIsNamed(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Stages.parse(text))
                .withMessageContaining(why);
    }

    @Test
    void thereIsALimit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Stages.parse("r=1 for 1s" + ",r=1 for 1s".repeat(Stages.MOST)))
                .withMessage("there can be 1 to 20 stages, not 21");
    }

    /** The second stage is slower than its server: its requests are its own, whenever their replies come. */
    @Test
    void eachRequestBelongsToTheStageInWhichItWasDue() throws Exception {
        try (ScriptedServer server = new ScriptedServer((number, request, connection) -> {
            if (number == 149) {
                return; // due in the second stage, and never answered
            }
            ScriptedServer.reply(connection, request);
        })) {
            Stages two = Stages.parse("r=500 for 200ms, r=1000 for 100ms");
            LoadResult result = Loads.run(Loads.echo(server.port())
                    .withClients(2, 1, 1)
                    .onSchedule(two)
                    .expecting(Duration.ofMillis(50), request -> request)
                    .lasting(Duration.ZERO, two.length()));
            assertThat(result.stages()).hasSize(2);
            LoadResult.Measured first = result.stages().getFirst().measured();
            LoadResult.Measured second = result.stages().getLast().measured();
            assertThat(first.count(Counter.DUE)).isEqualTo(100);
            assertThat(first.count(Outcome.REPLY)).isEqualTo(100);
            assertThat(second.count(Counter.DUE)).isEqualTo(100);
            assertThat(second.count(Outcome.LOST)).isEqualTo(1);
            assertThat(second.errors()).isEqualTo(result.measured().errors());
            assertThat(first.response().count() + second.response().count())
                    .isEqualTo(result.measured().response().count());
            assertThat(result.stages().getLast().setting().schedule()).isEqualTo("constant 1000/s");

            byte[] document = ResultDocument.of(result).toJson();
            assertThat(PublishedSchema.faults("parley-load-1", document)).isEmpty();
            assertThat(ResultReader.read(document).stages()).hasSize(2);
        }
    }
}
