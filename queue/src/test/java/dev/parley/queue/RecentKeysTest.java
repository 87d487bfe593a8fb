package dev.parley.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentKeysTest {
    private final RecentKeys keys = new RecentKeys();

    private boolean knows(String key) {
        return keys.find("a", key, 0).isPresent();
    }

    @Test
    void theOldestKeyMakesRoom() {
        for (int i = 0; i < RecentKeys.MOST; i++) {
            keys.add("a", "k" + i, i, i, 0);
        }
        assertThat(knows("k0")).isTrue();

        keys.add("a", "one more", RecentKeys.MOST, RecentKeys.MOST, 0);

        assertThat(knows("k0")).isFalse();
        assertThat(knows("k1")).isTrue();
        assertThat(knows("one more")).isTrue();
    }

    @Test
    void aKeyThatIsPutAgainIsNotTheOldest() {
        keys.add("a", "k", 1, 10, 0);
        keys.add("a", "l", 2, 20, 0);
        keys.add("a", "k", 3, 30, 0);

        keys.add("a", "m", 4, 40, 25);

        assertThat(keys.find("a", "k", 25)).hasValue(3);
        assertThat(knows("l")).as("too old").isFalse();
    }
}
