package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Since when a reply may have been there. The clock began an hour ago, so that nothing here is 0 by chance. */
class PollClockTest {
    private static final long MILLI = 1_000_000L;

    private final LoadClock clock = new LoadClock(System.nanoTime() - 3_600_000 * MILLI);
    private final PollClock poll = new PollClock(clock);

    @Test
    void whatAPollFindsMayHaveBeenThereSinceThePollBeforeBegan() {
        long before = clock.now() - 40 * MILLI;
        poll.polls(before, 0);
        poll.polls(clock.now(), 0);
        poll.found();
        assertThat(poll.unreadNanos(0)).isBetween(40 * MILLI, 10_000 * MILLI);
        assertThat(poll.readyNanos() - poll.unreadNanos(0)).isEqualTo(before);
    }

    /** Between the stamp and the read another reply may have come. */
    @Test
    void whatWasReadLateWasThereWhenItWasRead() {
        poll.polls(clock.now(), 0);
        poll.found();
        long stamp = poll.readyNanos();
        while (clock.now() - stamp < MILLI) {
            Thread.onSpinWait();
        }
        poll.wasRead();
        assertThat(poll.readyNanos()).isGreaterThanOrEqualTo(stamp + MILLI);
    }

    @Test
    void whatWasReadPromptlyWasThereWhenItWasFound() {
        long found;
        long read;
        do {
            poll.polls(clock.now(), 0);
            poll.found();
            found = poll.readyNanos();
            while (clock.now() - found < MILLI / 200) {
                Thread.onSpinWait();
            }
            poll.wasRead();
            read = clock.now();
        } while (read - found > 2 * MILLI / 100); // the thread has lost its core: once more
        assertThat(poll.readyNanos()).isEqualTo(found);
    }

    @Test
    void aReplyWasNotThereBeforeItsRequest() {
        poll.polls(clock.now() - 40 * MILLI, 0);
        long sent = clock.now() - 3 * MILLI;
        poll.polls(clock.now(), 0);
        poll.found();
        assertThat(poll.readyNanos() - poll.unreadNanos(sent)).isEqualTo(sent);
        assertThat(poll.unreadNanos(clock.now() + MILLI)).isZero();
    }

    @Test
    void whatEndsAParkWasThereWhenItEnded() {
        poll.polls(clock.now() - 40 * MILLI, 0);
        poll.polls(clock.now() - 5 * MILLI, 100_000 * MILLI);
        poll.found();
        assertThat(poll.unreadNanos(0)).isZero();
    }

    @Test
    void aParkThatTookMuchLongerThanItShouldWasAStopOfOurs() {
        long began = clock.now() - 500 * MILLI;
        poll.polls(began, 20 * MILLI);
        poll.found();
        assertThat(poll.readyNanos() - poll.unreadNanos(0)).isEqualTo(began);
    }

    /** What is read later may have come later, or have waited for those before it. */
    @Test
    void eachOfAPollHasAMomentOfItsOwnAndAllMayHaveBeenThereSinceTheSame() {
        poll.polls(clock.now() - 40 * MILLI, 0);
        poll.polls(clock.now(), 0);
        poll.found();
        long first = poll.readyNanos();
        long since = first - poll.unreadNanos(0);
        poll.found();
        assertThat(poll.readyNanos()).isGreaterThanOrEqualTo(first);
        assertThat(poll.readyNanos() - poll.unreadNanos(0)).isEqualTo(since);
    }
}
