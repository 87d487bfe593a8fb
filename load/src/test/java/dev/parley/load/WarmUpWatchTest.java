package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** When a load generator counts as warm. */
class WarmUpWatchTest {
    private static final long LIMIT_NANOS = Duration.ofSeconds(30).toNanos();

    private final Queue<CompilerTime> looks = new ArrayDeque<>();

    private WarmUpWatch watched(long limitNanos, long... compiledMillis) throws InterruptedException {
        for (long millis : compiledMillis) {
            looks.add(new CompilerTime(Map.of(Path.of("C2"), millis * 1_000_000)));
        }
        WarmUpWatch watch = new WarmUpWatch(0, limitNanos, new LoadClock(), looks::remove, () -> false, () -> {});
        watch.await(looks::isEmpty);
        return watch;
    }

    @Test
    void itIsWarmAfterTwoQuietStretchesInARow() throws InterruptedException {
        assertThat(watched(LIMIT_NANOS, 0, 150, 152, 300, 301, 302, 500).ready())
                .isTrue();
        assertThat(looks).as("not looked at").hasSize(1);
    }

    @Test
    void aCompilerThatGoesOnKeepsItCold() throws InterruptedException {
        assertThat(watched(LIMIT_NANOS, 0, 11, 22, 33, 44).ready()).isFalse();
        assertThat(looks).isEmpty();
    }

    @Test
    void aCompilerThatHasEndedHidesNoOther() {
        CompilerTime before = new CompilerTime(Map.of(Path.of("1"), 5_000L, Path.of("2"), 10L));
        CompilerTime after = new CompilerTime(Map.of(Path.of("2"), 30L, Path.of("3"), 7L));

        assertThat(after.nanosSince(before)).isEqualTo(27);
    }

    @Test
    void whatACompilerWaitsForACoreIsItsWorkToo() {
        assertThat(CompilerTime.busy("1200 300 45\n")).isEqualTo(1_500);
        assertThat(CompilerTime.busy("")).isZero();
    }

    @Test
    void theCompilersOfThisProcessAreFound() {
        assertThat(List.copyOf(CompilerTime.now().byThread().values())).anyMatch(nanos -> nanos > 0);
    }
}
