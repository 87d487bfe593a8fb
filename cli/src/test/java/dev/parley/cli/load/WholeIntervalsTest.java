package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.load.ProgressSnapshot;
import dev.parley.result.LatencyHistogram;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WholeIntervalsTest {
    private static final long MILLI = 1_000_000L;

    private final WholeIntervals intervals = new WholeIntervals(Duration.ofSeconds(1));

    private @Nullable ProgressSnapshot at(boolean warmingUp, long millis, int replies) {
        LatencyHistogram response = new LatencyHistogram();
        for (int i = 0; i < replies; i++) {
            response.record(MILLI);
        }
        return intervals.add(new ProgressSnapshot(
                millis * MILLI, MILLI, warmingUp, false, response, new LatencyHistogram(), replies, replies, 0));
    }

    @Test
    void theFirstBeginsWithTheMeasuredPart() {
        assertThat(at(true, 50, 0)).isNull();
        assertThat(at(true, 1000, 0)).isNotNull();
        assertThat(at(true, 1850, 0)).isNull();
        assertThat(at(false, 30, 3)).isNull();
        assertThat(intervals.untilNext()).isEqualTo(Duration.ofMillis(970));

        ProgressSnapshot first = at(false, 1002, 7);

        assertThat(first).isNotNull();
        assertThat(first.lengthNanos()).isEqualTo(1002 * MILLI);
        assertThat(first.replies()).isEqualTo(10);
        assertThat(first.response().count()).isEqualTo(10);
        assertThat(intervals.untilNext()).isEqualTo(Duration.ofMillis(998));
    }

    @Test
    void oneThatComesLateDoesNotMoveTheOthers() {
        at(false, 40, 1);
        at(false, 1300, 1);
        assertThat(intervals.untilNext()).isEqualTo(Duration.ofMillis(700));
        ProgressSnapshot second = at(false, 2000, 2);
        assertThat(second).isNotNull();
        assertThat(second.lengthNanos()).isEqualTo(700 * MILLI);
        assertThat(second.replies()).isEqualTo(2);
    }

    @Test
    void theEndOfTheWarmUpIsSeenSoon() {
        assertThat(intervals.untilNext()).isEqualTo(Duration.ofMillis(50));
    }
}
