package dev.parley.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StoresTest {
    private static MessageStore open(String name) {
        return Stores.open(name, StoreLimits.NONE, null, StoreSettings.DEFAULT_PATIENCE);
    }

    @Test
    void opensByName() {
        try (MessageStore store = open("memory:")) {
            assertThat(store.put(NewMessage.of(new byte[1])).join()).isEqualTo(1);
        }
    }

    @Test
    void namesTheKindsThereAre() {
        assertThatThrownBy(() -> open("disk:jobs.db"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("unknown store 'disk:...'; expected memory:");
        assertThatThrownBy(() -> open("postgres://me:secret@host/db"))
                .hasMessageStartingWith("unknown store 'postgres:...'");
        assertThatThrownBy(() -> open("jobs.db")).hasMessageStartingWith("unknown store 'jobs.db'");
        assertThatThrownBy(() -> open("memory:jobs.db")).hasMessage("a store in memory has no place: 'memory:'");
    }

    @Test
    void memoryAcknowledgesNothingAsOnDisk() {
        assertThatThrownBy(() ->
                        Stores.open("memory:", StoreLimits.NONE, Acknowledgement.DISK, StoreSettings.DEFAULT_PATIENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a store in memory can acknowledge from memory alone: --ack memory");
    }
}
