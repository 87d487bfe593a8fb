package dev.parley.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.result.LoadResult;
import dev.parley.result.Reason;
import dev.parley.result.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegressionTest {
    private static final Verdict GOOD = new Verdict(List.of(), List.of());
    private static final Verdict BAD =
            new Verdict(List.of(new Reason(Reason.Kind.GENERATOR_SLOW, "the load generator stalled")), List.of());

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
            String metric, double percent, double low, double high, boolean wholeRuns, Verdict verdict) {
        Runs runs = new Runs(1, 1_000, 0);
        return new GroupComparison(
                trusted(runs.group("before", 1, 1), GOOD),
                trusted(runs.group("after", 1, 1), verdict),
                wholeRuns,
                List.of(new Difference(Metric.named(metric), 100, 100 + percent, percent, low, high)));
    }

    /** Limit 5 %. A time is worse when it is more, throughput when it is less. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    p99        | 12 | 8 | 16   | WORSE | ''
                    p99        | 12 | 1 | 23   | WORSE | ''
                    p99        | 12 | -1 | 25  | OPEN  | the interval reaches beyond the limit
                    p99        | 4 | 2 | 6     | OPEN  | the interval reaches beyond the limit
                    p99        | 5 | 4 | 5     | KEPT  | ''
                    p99        | 3 | 2 | 4     | KEPT  | ''
                    p99        | 0 | -1 | 1    | KEPT  | ''
                    p99        | -40 | -50 | -30 | KEPT | ''
                    throughput | -12 | -16 | -8 | WORSE | ''
                    throughput | -12 | -25 | 1 | OPEN  | the interval reaches beyond the limit
                    throughput | 12 | 8 | 16   | KEPT  | ''
                    """)
    void limitIsCrossedShownToBeKeptOrNeither(
            String metric, double percent, double low, double high, Regression.Finding finding, String why) {
        Regression regression =
                Regression.of(comparison(metric, percent, low, high, true, GOOD), Metric.named(metric), 5);
        assertThat(regression.finding()).isEqualTo(finding);
        assertThat(regression.why()).isEqualTo(why);
    }

    @Test
    void fewRunsOrUntrustworthyOnesCannotShowThatALimitIsKept() {
        Metric p99 = Metric.named("p99");
        Regression few = Regression.of(comparison("p99", 0, -1, 1, false, GOOD), p99, 5);
        assertThat(few.finding()).isEqualTo(Regression.Finding.OPEN);
        assertThat(few.why()).contains("3 runs");
        Regression untrusted = Regression.of(comparison("p99", 0, -1, 1, true, BAD), p99, 5);
        assertThat(untrusted.finding()).isEqualTo(Regression.Finding.OPEN);
        assertThat(untrusted.why()).isEqualTo("'after' is not trustworthy");
    }

    @Test
    void fewRunsOrUntrustworthyOnesStillShowARegression() {
        Metric p99 = Metric.named("p99");
        assertThat(Regression.of(comparison("p99", 12, 8, 16, false, BAD), p99, 5)
                        .finding())
                .isEqualTo(Regression.Finding.WORSE);
    }

    @Test
    void whatCannotBeDecidedIsOpen() {
        Regression regression = Regression.of(comparison("p50", 0, -1, 1, true, GOOD), Metric.named("p99"), 5);
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
