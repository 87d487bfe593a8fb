package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RecentPutsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong stored = new AtomicLong();
    private final RecentPuts puts = new RecentPuts(nanos::get);

    private long put(String tube, String key) {
        return puts.put(tube, key, () -> CompletableFuture.completedFuture(stored.incrementAndGet()))
                .join();
    }

    @Test
    void aRepeatIsAnsweredWithTheFirstNumber() {
        assertThat(put("a", "k")).isEqualTo(1);
        assertThat(put("a", "k")).isEqualTo(1);
        assertThat(put("b", "k")).as("another tube's").isEqualTo(2);
        assertThat(put("a", "l")).isEqualTo(3);
        assertThat(stored).hasValue(3);
    }

    @Test
    void aKeyIsForgottenTenMinutesAfterItsFirstPut() {
        put("a", "k");
        nanos.addAndGet(RecentPuts.WINDOW.toNanos() - 1);
        assertThat(put("a", "k")).isEqualTo(1);
        nanos.addAndGet(1);
        assertThat(put("a", "k")).isEqualTo(2);
    }

    @Test
    void aRepeatWhileTheFirstIsUnderWayWaitsForItsAnswer() {
        CompletableFuture<Long> pending = new CompletableFuture<>();
        CompletableFuture<Long> first = puts.put("a", "k", () -> pending);
        CompletableFuture<Long> repeat = puts.put("a", "k", () -> {
            throw new AssertionError("stored twice");
        });
        assertThat(first).isNotDone();
        assertThat(repeat).isNotDone();
        pending.complete(7L);
        assertThat(first.join()).isEqualTo(7);
        assertThat(repeat.join()).isEqualTo(7);
    }

    @Test
    void whatWasNotStoredCanBeTriedAgain() {
        Supplier<CompletableFuture<Long>> full =
                () -> CompletableFuture.failedFuture(new IllegalStateException("full"));
        assertThatThrownBy(() -> puts.put("a", "k", full).join()).hasMessageContaining("full");
        assertThat(put("a", "k")).isEqualTo(1);
    }

    @Test
    void theOldestKeyMakesRoom() {
        for (int i = 0; i < RecentPuts.MOST_KEYS; i++) {
            put("a", "k" + i);
        }
        assertThat(put("a", "k1")).isEqualTo(2);
        put("a", "one more");
        put("a", "two more");
        assertThat(put("a", "k0")).as("forgotten").isEqualTo(RecentPuts.MOST_KEYS + 3);
        assertThat(put("a", "k9")).isEqualTo(10);
    }
}
