package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engine.TimerQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
    private static final long NEVER = Long.MAX_VALUE;

    private final ManualClock clock = new ManualClock(); // begins just below the overflow
    private final TimerQueue timers = new TimerQueue();
    private final List<String> done = new ArrayList<>();

    private TimerQueue.Timer in(Duration delay, String name) {
        return timers.add(clock.getAsLong() + delay.toNanos(), () -> done.add(name));
    }

    private void pass(Duration time) {
        clock.advance(time);
        for (Runnable due = timers.takeDue(clock.getAsLong()); due != null; due = timers.takeDue(clock.getAsLong())) {
            due.run();
        }
    }

    @Test
    void doesWhatIsDueInTheOrderOfItsTimesAlsoWhereTheClockWraps() {
        in(Duration.ofSeconds(2), "second");
        in(Duration.ofNanos(1), "first");
        in(Duration.ofSeconds(2), "third");
        pass(Duration.ZERO);
        assertThat(done).isEmpty();
        pass(Duration.ofNanos(1));
        assertThat(done).containsExactly("first");
        pass(Duration.ofSeconds(2));
        assertThat(done).containsExactly("first", "second", "third");
    }

    @Test
    void reportsHowLongToWait() {
        assertThat(timers.nanosToNext(clock.getAsLong(), NEVER)).isEqualTo(NEVER);
        in(Duration.ofSeconds(2), "later");
        in(Duration.ofSeconds(1), "sooner");
        assertThat(timers.nanosToNext(clock.getAsLong(), NEVER))
                .isEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(timers.nanosToNext(clock.getAsLong(), 5))
                .as("no longer than wanted")
                .isEqualTo(5);
    }

    @Test
    void forgetsWhatIsRemoved() {
        var timer = in(Duration.ofSeconds(1), "removed");
        timers.remove(timer);
        timers.remove(timer);
        timers.remove(null);
        assertThat(timers.size()).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(done).isEmpty();
    }
}
