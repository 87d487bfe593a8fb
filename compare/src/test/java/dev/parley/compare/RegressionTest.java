package dev.parley.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.result.LoadResult;
import dev.parley.result.Reason;
import dev.parley.result.Verdict;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegressionTest {
    private static final Verdict GOOD = new Verdict(List.of(), List.of());
    private static final Verdict STALLED =
            new Verdict(List.of(new Reason(Reason.Kind.GENERATOR_SLOW, "the load generator stalled")), List.of());
    private static final Verdict OVERLOADED =
            new Verdict(List.of(new Reason(Reason.Kind.RATE_NOT_KEPT, "the server is too slow")), List.of());

    private static final Verdict STALLED_FROM_P99 =
            new Verdict(List.of(new Reason(Reason.Kind.GENERATOR_SLOW, 99, "the load generator stalled")), List.of());

    private static RunGroup trusted(RunGroup group, Verdict verdict) {
        LoadResult merged = group.merged();
        return new RunGroup(
                group.name(),
                group.runs(),
                group.repeated(),
                new LoadResult(
                        merged.setting(),
                        merged.environment(),
                        merged.startedAt(),
                        merged.measured(),
                        merged.timeline(),
                        verdict));
    }

    private static GroupComparison comparison(
            String metric, double percent, double low, double high, Difference.Finding finding, Verdict verdict) {
        Runs runs = new Runs(1, 1_000, 0);
        return new GroupComparison(
                trusted(runs.group("before", 1, 1), GOOD),
                trusted(runs.group("after", 1, 1), verdict),
                true,
                List.of(new Difference(
                        Metric.named(metric),
                        100,
                        100 + percent,
                        percent,
                        low,
                        high,
                        new Difference.Judgement(
                                finding,
                                OptionalDouble.empty(),
                                OptionalInt.empty(),
                                finding == Difference.Finding.UNDECIDED ? "nobody knows" : ""))));
    }

    /** Limit 5 %. A time is worse when it is more, throughput when it is less. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    p99        | 12 | 8 | 16    | SHOWN     | WORSE | ''
                    p99        | 12 | 8 | 16    | NOT_SHOWN | OPEN  | the interval reaches beyond the limit
                    p99        | 12 | 8 | 16    | UNDECIDED | OPEN  | nobody knows
                    p99        | 12 | 1 | 23    | SHOWN     | WORSE | ''
                    p99        | 12 | -1 | 25   | NOT_SHOWN | OPEN  | the interval reaches beyond the limit
                    p99        | 4 | 2 | 6      | SHOWN     | OPEN  | the interval reaches beyond the limit
                    p99        | 5 | 4 | 5      | SHOWN     | KEPT  | ''
                    p99        | 3 | 2 | 4      | NOT_SHOWN | KEPT  | ''
                    p99        | 0 | -1 | 1     | NOT_SHOWN | KEPT  | ''
                    p99        | 0 | -1 | 1     | UNDECIDED | OPEN  | nobody knows
                    p99        | -40 | -50 | -30 | SHOWN    | KEPT  | ''
                    throughput | -12 | -16 | -8 | SHOWN     | WORSE | ''
                    throughput | -12 | -25 | 1  | NOT_SHOWN | OPEN  | the interval reaches beyond the limit
                    throughput | 12 | 8 | 16    | SHOWN     | KEPT  | ''
                    """)
    void limitIsCrossedShownToBeKeptOrNeither(
            String metric,
            double percent,
            double low,
            double high,
            Difference.Finding finding,
            Regression.Finding expected,
            String why) {
        Regression regression =
                Regression.of(comparison(metric, percent, low, high, finding, GOOD), Metric.named(metric), 5);
        assertThat(regression.finding()).isEqualTo(expected);
        assertThat(regression.why()).isEqualTo(why);
    }

    /** A server too slow for the rate makes a run untrustworthy for just that reason. */
    @Test
    void groupThatIsNotTrustworthyCanBeWorseButNotKeepALimit() {
        Metric p99 = Metric.named("p99");
        assertThat(Regression.of(comparison("p99", 12, 8, 16, Difference.Finding.SHOWN, OVERLOADED), p99, 5)
                        .finding())
                .isEqualTo(Regression.Finding.WORSE);
        Regression kept = Regression.of(comparison("p99", 0, -1, 1, Difference.Finding.NOT_SHOWN, OVERLOADED), p99, 5);
        assertThat(kept.finding()).isEqualTo(Regression.Finding.OPEN);
        assertThat(kept.why()).isEqualTo("it is not trustworthy of 'after'");
    }

    @Test
    void twoRunsOfEachAreUndecidedHoweverMuchTheyDiffer() {
        GroupComparison two = GroupComparison.of(
                new Runs(1, 1_000, 0).group("before", 2, 1), new Runs(2, 1_000, 0).group("after", 2, 9), 1);
        assertThat(two.differences()).isNotEmpty().allSatisfy(difference -> {
            assertThat(difference.finding()).isEqualTo(Difference.Finding.UNDECIDED);
            assertThat(difference.judgement().moreRuns()).hasValue(1);
        });
        assertThat(Regression.of(two, Metric.named("p50"), 5))
                .returns(Regression.Finding.OPEN, Regression::finding)
                .returns("it takes 3 runs of each to know their spread", Regression::why);
    }

    @Test
    void groupThatTheLoadGeneratorSpoiledIsUndecidedHoweverMuchItDiffers() {
        RunGroup before = new Runs(1, 1_000, 0).group("before", 3, 1);
        RunGroup after = new Runs(2, 1_000, 0).group("after", 3, 9);
        GroupComparison spoiled = GroupComparison.of(before, trusted(after, STALLED), 1);
        assertThat(Regression.of(spoiled, Metric.named("p50"), 5))
                .returns(Regression.Finding.OPEN, Regression::finding)
                .returns("the load generator spoiled it for 'after'", Regression::why);
        assertThat(spoiled.of(Metric.named("p50")).orElseThrow().judgement().moreRuns())
                .isEmpty();
        GroupComparison inPart = GroupComparison.of(before, trusted(after, STALLED_FROM_P99), 1);
        assertThat(inPart.differences())
                .allSatisfy(difference -> assertThat(difference.finding())
                        .isEqualTo(
                                difference.metric().text().startsWith("p99")
                                        ? Difference.Finding.UNDECIDED
                                        : difference.metric().isTime()
                                                ? Difference.Finding.SHOWN
                                                : Difference.Finding.NOT_SHOWN));
        GroupComparison overloaded = GroupComparison.of(before, trusted(after, OVERLOADED), 1);
        assertThat(Regression.of(overloaded, Metric.named("p50"), 5).finding()).isEqualTo(Regression.Finding.WORSE);
    }

    @Test
    void whatCannotBeDecidedIsOpen() {
        Regression regression =
                Regression.of(comparison("p50", 0, -1, 1, Difference.Finding.NOT_SHOWN, GOOD), Metric.named("p99"), 5);
        assertThat(regression.finding()).isEqualTo(Regression.Finding.OPEN);
        assertThat(regression.why()).contains("too few samples");
    }

    @Test
    void metricsHaveTheNamesOfTheTable() {
        assertThat(Metric.named("p99.9").isTime()).isTrue();
        assertThat(Metric.named("throughput").isTime()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metric.named("p98"))
                .withMessage("there is no metric 'p98'; there are p50, p90, p99, p99.9, p99.99, throughput");
    }
}
