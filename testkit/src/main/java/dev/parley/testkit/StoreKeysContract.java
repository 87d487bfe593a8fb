package dev.parley.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.StoreClock;
import dev.parley.queue.StoreLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does with keys of messages that are put once. A test class implements this; each test has a new store. */
@SuppressWarnings("NullAway.Init")
public abstract class StoreKeysContract {
    private final ManualStoreClock clock = new ManualStoreClock();
    private MessageStore store;

    /** A new, empty store. */
    protected abstract MessageStore open(StoreLimits limits, StoreClock storeClock);

    @BeforeEach
    void openStore() {
        store = open(new StoreLimits(1_000, 64 << 20), clock);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private static NewMessage message(String tube, String text) {
        return new NewMessage(tube, 0, Duration.ZERO, Duration.ofSeconds(1), text.getBytes(UTF_8));
    }

    private CompletableFuture<Long> putOnce(String key) {
        return store.putOnce(key, message("a", key));
    }

    private long size() {
        store.stats().join();
        return store.size();
    }

    @Test
    void aRepeatIsAnsweredWithTheFirstNumber() {
        long first = putOnce("k").join();

        assertThat(putOnce("k").join()).isEqualTo(first);
        assertThat(putOnce("l").join()).as("another key").isNotEqualTo(first);
        assertThat(store.putOnce("k", message("b", "k")).join())
                .as("another tube's")
                .isNotEqualTo(first);
        assertThat(store.put(message("a", "k")).join()).as("no key").isNotEqualTo(first);
        assertThat(size()).isEqualTo(4);
    }

    @Test
    void aRepeatStoresNothingWhenTheMessageIsGone() {
        long first = putOnce("k").join();
        assertThat(store.delete(first).join()).isTrue();

        assertThat(putOnce("k").join()).isEqualTo(first);
        assertThat(size()).isZero();
    }

    @Test
    void repeatsThatAreCalledTogetherStoreOneMessage() {
        List<CompletableFuture<Long>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(putOnce("k" + i % 10));
        }

        assertThat(new HashSet<>(answers.stream().map(CompletableFuture::join).toList()))
                .hasSize(10);
        assertThat(size()).isEqualTo(10);
    }

    @Test
    void aKeyIsForgottenTenMinutesAfterItsPut() {
        long first = putOnce("k").join();
        clock.advance(MessageStore.KEY_LIFE.minusNanos(1));
        assertThat(putOnce("k").join())
                .as("a repeat does not make it known for longer")
                .isEqualTo(first);
        clock.advance(Duration.ofNanos(1));

        long second = putOnce("k").join();
        assertThat(second).isNotEqualTo(first);
        assertThat(putOnce("k").join()).isEqualTo(second);
        assertThat(size()).isEqualTo(2);
    }

    @Test
    void whatWasRefusedCanBePutAgain() {
        long before = putOnce("before").join();
        store.setDraining(true);
        assertThatThrownBy(() -> putOnce("k").join()).hasMessageContaining("draining");
        assertThat(putOnce("before").join()).as("it stores nothing").isEqualTo(before);
        store.setDraining(false);

        assertThat(putOnce("k").join()).isNotEqualTo(before);
        assertThat(size()).isEqualTo(2);
    }
}
