package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectiveTest {
    @ParameterizedTest
    @CsvSource({
        "p99<2ms,     p99,    1999999, true",
        "p99<2ms,     p99,    2000000, false",
        "p99.9<=5ms,  p99.9,  5000000, true",
        "p99.9<=5ms,  p99.9,  5000001, false",
        "' max < 1 s ', max,  999,     true",
        "errors<1,    errors, 0,       true",
        "errors<1,    errors, 1,       false",
    })
    void holdsOrNot(String text, String metric, double value, boolean held) {
        Objective objective = Objective.parse(text);
        assertThat(objective.metric()).isEqualTo(metric);
        assertThat(objective.isMetBy(value)).isEqualTo(held);
    }

    @ParameterizedTest
    @CsvSource({"p50<1s, 20", "p99<1s, 1000", "p99.99<1s, 100000", "max<1s, 20", "errors<1, 20"})
    void statesHowManyRequestsItNeeds(String text, long needed) {
        assertThat(Objective.parse(text).samplesNeeded()).isEqualTo(needed);
    }

    @ParameterizedTest
    @CsvSource({
        "p99>2ms, (p50 p90 p99 p99.9 p99.99 max mean; errors wrong lost unsent unanswered)",
        "p99>=2ms, expected p99<2ms",
        "p98<2ms, expected p99<2ms",
        "p99<2, expected p99<2ms",
        "rate<5, expected p99<2ms",
        "'', expected p99<2ms",
        "service.p99<2ms, an objective is about response time",
    })
    void everythingElseIsRefused(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Objective.parse(text))
                .withMessageContaining(why);
    }
}
