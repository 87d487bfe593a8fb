package dev.parley.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void beginsWithThePromisedDefaults() {
        Limits limits = Limits.DEFAULT;

        assertThat(limits.maxMessageBytes()).isEqualTo(1 << 20);
        assertThat(limits.idleTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(limits.messageTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(limits.writeTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(limits.maxUnsentBytes()).isEqualTo(1 << 20);
        assertThat(limits.maxClients()).isEqualTo(10_000);
        assertThat(limits.maxClientsPerAddress()).isEqualTo(256);
        assertThat(limits.countLoopback()).isFalse();
    }

    @Test
    void changesOneThingAtATime() {
        Limits limits = Limits.DEFAULT
                .withMaxMessage(1, TooLong.TRUNCATE)
                .withTimeouts(SECOND, SECOND.multipliedBy(2), SECOND.multipliedBy(3))
                .withMaxUnsent(4, 5)
                .withMaxClients(6)
                .withMaxClientsPerAddress(7);

        assertThat(limits)
                .isEqualTo(new Limits(
                        1, TooLong.TRUNCATE, SECOND, SECOND.multipliedBy(2), SECOND.multipliedBy(3), 4, 5, 6, 7, true));
    }

    @Test
    void refusesLimitsThatLetNothingThrough() {
        assertThatThrownBy(() -> Limits.DEFAULT.withMaxMessage(0, TooLong.REJECT))
                .hasMessageContaining("maxMessageBytes");
        assertThatThrownBy(() -> Limits.DEFAULT.withMaxClients(-1)).hasMessageContaining("maxClients");
        assertThatThrownBy(() -> Limits.DEFAULT.withMaxUnsent(0, 1)).hasMessageContaining("maxUnsentBytes");
        assertThatThrownBy(() -> Limits.DEFAULT.withMaxUnsent(1, 0)).hasMessageContaining("maxPipelined");
        assertThatThrownBy(() -> Limits.DEFAULT.withTimeouts(Duration.ZERO, SECOND, SECOND))
                .hasMessageContaining("idleTimeout");
    }
}
