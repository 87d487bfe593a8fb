package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.Transport;
import dev.parley.queue.Acknowledgement;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.services.ServiceSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** What a queue may hold is a share of the heap. */
class QueueOptionsTest {
    private static final long MIB = 1 << 20;
    private static final ServiceSettings SETTINGS = ServiceSettings.of(Transport.TCP);

    @ParameterizedTest
    @CsvSource({"6000, 1, 64", "256, 1, 64", "64, 1, 16", "64, 2, 8", "1024, 5, 51"})
    void holdsAQuarterOfTheHeapAndNoMoreThan64MiB(long heapMib, int queues, long heldMib) {
        ServiceSettings settings = new QueueOptions().apply(SETTINGS, null, queues, heapMib * MIB);
        assertThat(settings.queueMaxBytes() / MIB).isEqualTo(heldMib);
        assertThat(settings.queueMaxMessages()).isEqualTo(100_000);
    }

    @Test
    void refusesMoreThanHalfOfTheHeap() {
        QueueOptions options = new QueueOptions();
        options.bytes = 32 * MIB;
        assertThat(options.apply(SETTINGS, null, 1, 64 * MIB).queueMaxBytes()).isEqualTo(32 * MIB);
        assertThatThrownBy(() -> options.apply(SETTINGS, null, 2, 64 * MIB))
                .isInstanceOf(Failure.class)
                .hasMessage("--queue-bytes 33554432 does not fit a heap of 67108864 bytes: at most 16777216 for each"
                        + " queue; PARLEY_JAVA_OPTS=-Xmx1g gives a larger heap")
                .extracting(failure -> ((Failure) failure).exitCode())
                .isEqualTo(ExitCode.BAD_CONFIGURATION);
    }

    @Test
    void anAcknowledgementIsWrittenAsInTheHelp() {
        QueueOptions.ToAcknowledgement written = new QueueOptions.ToAcknowledgement();
        assertThat(written.convert("disk")).isEqualTo(Acknowledgement.DISK);
        assertThat(written.convert("quorum")).isEqualTo(Acknowledgement.QUORUM);
        assertThat(written.convert("Memory")).isEqualTo(Acknowledgement.MEMORY);
        assertThatThrownBy(() -> written.convert("sync"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'sync' is none of memory, disk and quorum");
    }

    @ParameterizedTest
    @EnumSource(Acknowledgement.class)
    void anAcknowledgementIsOfAStore(Acknowledgement acknowledgement) {
        QueueOptions options = new QueueOptions();
        options.acknowledgement = acknowledgement;
        assertThatThrownBy(() -> options.openStore(64 * MIB, false))
                .isInstanceOf(Failure.class)
                .hasMessage("--ack requires a store: --store sqlite:FILE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "memory:", "sqlite:never-made.db"})
    void aTimeoutIsOfAStoreOnAnotherMachine(String store) {
        QueueOptions options = new QueueOptions();
        options.store = store.isEmpty() ? null : store;
        options.storeTimeout = Duration.ofSeconds(1);
        assertThatThrownBy(() -> options.openStore(64 * MIB, false))
                .isInstanceOf(Failure.class)
                .hasMessage("--store-timeout requires a store on another machine: --store postgresql://HOST/DATABASE");
    }

    @Test
    void aStoreOnDiskHasNoBoundsUnlessTheyAreGiven(@TempDir Path directory) {
        QueueOptions options = new QueueOptions();
        options.store = "sqlite:" + directory.resolve("jobs.db");
        try (MessageStore store = options.openStore(1, false)) {
            assertThat(store).isNotNull();
        }
        options.messages = 1;
        try (MessageStore store = options.openStore(1, false)) {
            assertThat(store).isNotNull();
            store.put(NewMessage.of(new byte[1])).join();
            assertThatThrownBy(() -> store.put(NewMessage.of(new byte[1])).join())
                    .hasMessageContaining("the queue is full: 1 messages");
        }
    }
}
