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

        assertThat(limits.session().maxMessageBytes()).isEqualTo(1 << 20);
        assertThat(limits.timeouts().idle()).isEqualTo(Duration.ofSeconds(60));
        assertThat(limits.timeouts().message()).isEqualTo(Duration.ofSeconds(10));
        assertThat(limits.timeouts().write()).isEqualTo(Duration.ofSeconds(10));
        assertThat(limits.timeouts().reply()).isEqualTo(Timeouts.FOREVER);
        assertThat(limits.session().maxUnsentBytes()).isEqualTo(1 << 20);
        assertThat(limits.admission().maxClients()).isEqualTo(10_000);
        assertThat(limits.admission().maxClientsPerAddress()).isEqualTo(256);
        assertThat(limits.admission().countLoopback()).isFalse();
    }

    @Test
    void changesOneThingAtATime() {
        Limits limits = Limits.DEFAULT
                .withMaxMessage(1, TooLong.TRUNCATE)
                .withTimeouts(SECOND, SECOND.multipliedBy(2), SECOND.multipliedBy(3))
                .withReplyTimeout(SECOND.multipliedBy(4))
                .withHandshakeTimeout(SECOND.multipliedBy(8))
                .withMaxUnsent(4, 5)
                .withMaxClients(6)
                .withMaxClientsPerAddress(7);

        assertThat(limits)
                .isEqualTo(new Limits(
                        new SessionLimits(1, TooLong.TRUNCATE, 4, 5),
                        new Timeouts(
                                SECOND,
                                SECOND.multipliedBy(2),
                                SECOND.multipliedBy(3),
                                SECOND.multipliedBy(4),
                                SECOND.multipliedBy(8)),
                        new AdmissionLimits(6, 7, true)));
    }

    @Test
    void refusesLimitsThatLetNothingThrough() {
        assertThatThrownBy(() -> Limits.DEFAULT.withMaxMessage(0, TooLong.REJECT))
                .hasMessageContaining("maxMessageBytes");
        assertThatThrownBy(() -> Limits.DEFAULT.withMaxClients(-1)).hasMessageContaining("maxClients");
        assertThatThrownBy(() -> Limits.DEFAULT.withMaxUnsent(0, 1)).hasMessageContaining("maxUnsentBytes");
        assertThatThrownBy(() -> Limits.DEFAULT.withMaxUnsent(1, 0)).hasMessageContaining("maxPipelined");
        assertThatThrownBy(() -> Limits.DEFAULT.withTimeouts(Duration.ZERO, SECOND, SECOND))
                .hasMessageContaining("idle timeout");
    }
}
