package dev.parley.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.result.NamedResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is said of a whole table: in at most one of twenty where all engines are equal, a difference is marked or a regression
 * found; a true slowdown is found. Nothing is sent: {@link Runs} are drawn, and compared as {@code parley report} does. Prints
 * the rates.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FalseAlarmRateTest {
    private static final long SEED = Long.getLong("parley.seed", 20_261_128L);
    private static final double LIMIT_PERCENT = 5;
    private static final int REQUESTS = 50_000;

    /** Shares of all tables. */
    private record Rates(double marked, double p50Marked, double regressions) {}

    /** @param shift by how much the times of the last engine are longer */
    private static Rates rates(int tables, int engines, int runs, double spreadOfRuns, double shift) {
        Runs made = new Runs(SEED, REQUESTS, spreadOfRuns);
        int marked = 0;
        int p50Marked = 0;
        int regressions = 0;
        for (int table = 0; table < tables; table++) {
            SequencedMap<String, List<NamedResult>> named = new LinkedHashMap<>();
            for (int engine = 0; engine < engines; engine++) {
                double median = 2 * (engine == engines - 1 ? 1 + shift : 1);
                named.put("engine " + engine, made.group("", runs, median).runs());
            }
            Report report = Report.of(Grouping.byName(named), table);
            GroupComparison last = report.comparisons().getLast();
            boolean any = report.decided().stream().anyMatch(Difference::isShown);
            boolean ofLast = last.differences().stream()
                    .anyMatch(difference -> difference.metric().isTime() && difference.isShown());
            marked += (shift == 0 ? any : ofLast) ? 1 : 0;
            p50Marked += last.of(Metric.named("p50")).orElseThrow().isShown() ? 1 : 0;
            regressions += report.regressions(Metric.USUAL, LIMIT_PERCENT).stream()
                            .anyMatch(regression -> regression.finding() == Regression.Finding.WORSE)
                    ? 1
                    : 0;
        }
        Rates rates = new Rates((double) marked / tables, (double) p50Marked / tables, (double) regressions / tables);
        System.out.printf(
                "%d tables, %d engines, %d runs each, spread %.0f %%, shift %.0f %%: marked %.1f %% (p50 %.1f %%),"
                        + " regression above 5 %% in %.1f %%%n",
                tables,
                engines,
                runs,
                100 * spreadOfRuns,
                100 * shift,
                100 * rates.marked,
                100 * rates.p50Marked,
                100 * rates.regressions);
        return rates;
    }

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource({
        "2, 3, 0.03",
        "2, 5, 0.03",
        "2, 10, 0.03",
        "5, 3, 0.03",
        "5, 5, 0.03",
        "5, 10, 0.03",
        "2, 3, 0.1",
        "5, 5, 0.1"
    })
    void equalEnginesAreToldApartInOneTableOfTwenty(int engines, int runs, double spreadOfRuns) {
        Rates rates = rates(2_000, engines, runs, spreadOfRuns, 0);
        assertThat(rates.marked).isLessThanOrEqualTo(0.05);
        assertThat(rates.regressions).isLessThanOrEqualTo(rates.marked);
    }

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource({"5, 0.03, 0.1, 0.95", "3, 0.03, 0.2, 0.9", "10, 0.03, 0.05, 0.7"})
    void slowdownIsFound(int runs, double spreadOfRuns, double shift, double found) {
        assertThat(rates(2_000, 2, runs, spreadOfRuns, shift).marked).isGreaterThanOrEqualTo(found);
    }

    @Tag("nightly")
    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "2, 1"})
    void fewerThanThreeRunsAreNeverMarked(int runs, double shift) {
        Rates rates = rates(200, 2, runs, 0.03, shift);
        assertThat(rates.marked).isZero();
        assertThat(rates.regressions).isZero();
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"3", "5"})
    void fewTablesOfEqualEnginesHaveAMark(int runs) {
        assertThat(rates(60, 3, runs, 0.03, 0).marked).isLessThanOrEqualTo(0.1);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"5, 0.1"})
    void nearlyEverySlowdownIsFound(int runs, double shift) {
        assertThat(rates(100, 2, runs, 0.03, shift).marked).isGreaterThanOrEqualTo(0.9);
    }
}
