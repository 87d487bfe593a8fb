package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.parley.result.Counter;
import dev.parley.result.Judge;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.Outcome;
import dev.parley.result.OwnProcess;
import dev.parley.result.Reason;
import dev.parley.result.ResultDocument;
import dev.parley.result.ResultReader;
import dev.parley.testkit.PublishedSchema;
import java.time.Duration;
import java.util.List;
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

    /** The server is in this process, so what it collects is the load generator's. */
    @Test
    void whatTheProcessWentThroughIsThatOfTheStage() throws Exception {
        try (ScriptedServer server = new ScriptedServer((number, request, connection) -> {
            if (number >= 60 && number < 65) {
                System.gc();
            }
            ScriptedServer.reply(connection, request);
        })) {
            Stages three = Stages.parse("r=100 for 500ms, r=100 for 1s, r=100 for 100ms");
            LoadResult result =
                    Loads.run(Loads.echo(server.port()).onSchedule(three).lasting(Duration.ZERO, three.length()));
            List<OwnProcess> stages = result.stages().stream()
                    .map(stage -> stage.measured().process())
                    .toList();
            OwnProcess whole = result.measured().process();

            assertThat(stages.get(1).collections()).isPositive();
            assertThat(stages.get(1).collectionMillis()).isPositive();
            assertThat(stages.stream().mapToLong(OwnProcess::collections).sum()).isEqualTo(whole.collections());
            assertThat(stages.stream().mapToLong(OwnProcess::collectionMillis).sum())
                    .isEqualTo(whole.collectionMillis());
            assertThat(stages.stream().mapToLong(OwnProcess::runDelayNanos).sum())
                    .isEqualTo(whole.runDelayNanos());
            assertThat(stages.stream().mapToLong(OwnProcess::pressureNanos).sum())
                    .isEqualTo(whole.pressureNanos());
            assertThat(stages.stream().mapToLong(OwnProcess::stolenNanos).sum()).isEqualTo(whole.stolenNanos());
            assertThat(stages.stream()
                            .mapToLong(stage -> stage.hiccups().count())
                            .sum())
                    .isEqualTo(whole.hiccups().count())
                    .isPositive();
        }
    }

    @Test
    void aStageThatIsNotReachedWentThroughNothing() throws Exception {
        try (ScriptedServer server =
                new ScriptedServer((number, request, connection) -> ScriptedServer.reply(connection, request))) {
            Stages two = Stages.parse("r=100 for 10m, r=100 for 10m");
            try (LoadRun run = LoadRun.start(
                    Loads.echo(server.port()).onSchedule(two).lasting(Duration.ZERO, two.length()), null)) {
                await().until(() -> server.requests() > 20);
                run.stop("enough");
                LoadResult result = run.result(Loads.environment());
                assertThat(result.stages()
                                .getFirst()
                                .measured()
                                .process()
                                .hiccups()
                                .count())
                        .isEqualTo(result.measured().process().hiccups().count());
                assertThat(result.stages()
                                .getLast()
                                .measured()
                                .process()
                                .hiccups()
                                .count())
                        .isZero();
            }
        }
    }

    /** 100 requests that an ideal load generator would have had done in 1 ms each took 10. */
    @Test
    void aStageThatBlamesTheLoadGeneratorNamesTheCause() {
        StageRecorder recorder = new StageRecorder(stages);
        for (int i = 0; i < 100; i++) {
            long due = 10 * SECOND + i * SECOND / 100;
            recorder.sent(due, 9_000_000, 0);
            recorder.done(due, due + 9_000_000, due + 10_000_000, 1_000_000, Outcome.REPLY);
        }
        OwnProcess process = new OwnProcess(new LatencyHistogram(), 7, 350, 0, 0, 0);
        LoadResult.Measured measured = recorder.measured(1, 85 * SECOND, 1, "", process);
        assertThat(Judge.judge(measured, List.of()).reasons(Reason.Blame.GENERATOR))
                .extracting(Reason::text)
                .singleElement()
                .asString()
                .endsWith("garbage collection for 350.00 ms in all");
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
                    .expecting(Duration.ofSeconds(1), request -> request)
                    // Counted: by time, a stall of a busy machine would leave some unsent.
                    .counting(Duration.ZERO, 200));
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
