package dev.parley.queue.sqlite;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.Holder;
import dev.parley.queue.MessageCounts;
import dev.parley.queue.MessageState;
import dev.parley.queue.MessageStats;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreLimits;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFilesTest {
    private static final int READY = 300;

    @TempDir
    Path directory;

    private Path file;

    /** Ready ones in "work", one delayed in "later", one buried in "bad". */
    @BeforeEach
    void fill() {
        file = directory.resolve("store.db");
        try (MessageStore store = open(file)) {
            for (int i = 0; i < READY; i++) {
                put(store, "work", "message " + i + " of many".repeat(20), Duration.ZERO);
            }
            put(store, "later", "delayed", Duration.ofHours(1));
            long bad = put(store, "bad", "buried", Duration.ZERO);
            Holder holder = store.holder();
            holder.reserve(bad).join();
            holder.bury(bad, 5).join();
        }
    }

    private static MessageStore open(Path file) {
        return SqliteStore.open(file, StoreLimits.NONE, Acknowledgement.DISK);
    }

    private static long put(MessageStore store, String tube, String text, Duration delay) {
        return store.put(new NewMessage(tube, 2_000, delay, Duration.ofMinutes(1), text.getBytes(UTF_8)))
                .join();
    }

    @Test
    void aSoundStoreIsSaidToBe() throws Exception {
        StoreReport report = StoreFiles.check(file);

        assertThat(report.sound()).isTrue();
        assertThat(report.intact()).isEqualTo(READY + 2);
        assertThat(report.tubes())
                .isEqualTo(Map.of(
                        "work", new MessageCounts(0, READY, 0, 0, 0),
                        "later", new MessageCounts(0, 0, 0, 1, 0),
                        "bad", new MessageCounts(0, 0, 0, 0, 1)));
    }

    @Test
    void messagesAreReadInTheirOrder() throws Exception {
        List<String> texts = new ArrayList<>();
        StoreFiles.read(file, message -> texts.add(new String(message.body(), UTF_8)));

        assertThat(texts).hasSize(READY + 2).endsWith("delayed", "buried");
        assertThat(texts.getFirst()).startsWith("message 0 of");
    }

    @Test
    void aDamagedMessageIsNamedAndTheOthersAreSalvaged() throws Exception {
        flip("message 17 of many");
        StoreReport report = StoreFiles.check(file);
        assertThat(report.sound()).isFalse();
        assertThat(report.damaged()).containsExactly(18L);
        assertThat(report.intact()).isEqualTo(READY + 1);

        byte[] before = Files.readAllBytes(file);
        Path salvaged = directory.resolve("salvaged.db");
        assertThat(StoreFiles.salvage(file, salvaged).damaged()).containsExactly(18L);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(StoreFiles.check(salvaged).sound()).isTrue();
        assertThat(directory.toFile().list()).allMatch(name -> !name.contains("-salvage"));
        try (MessageStore store = open(salvaged)) {
            assertThat(store.size()).isEqualTo(READY + 1);
            MessageStats buried =
                    store.list("bad", MessageState.BURIED, 1).join().getFirst();
            assertThat(buried.id()).isEqualTo(READY + 2);
            assertThat(buried.history()).isEqualTo(new MessageStats.History(1, 0, 0, 1, 0));
            assertThat(put(store, "work", "another", Duration.ZERO)).isEqualTo(READY + 3);
        }
    }

    /** Overwrites a part of a page: SQLite itself can read only what does not hang on it. */
    @Test
    void aDamagedPageLosesWhatIsOnIt() throws Exception {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(4096), Files.size(file) / 2 / 4096 * 4096);
        }
        assertThat(StoreFiles.check(file).sound()).isFalse();
        Path salvaged = directory.resolve("salvaged.db");
        StoreReport report = StoreFiles.salvage(file, salvaged);
        assertThat(report.intact()).isBetween(1L, (long) READY + 1);
        assertThat(StoreFiles.check(salvaged).intact()).isEqualTo(report.intact());
    }

    @Test
    void whatIsInUseOrNotThereIsNamed() {
        try (MessageStore store = open(file)) {
            assertThat(store.size()).isEqualTo(READY + 2);
            assertThatThrownBy(() -> StoreFiles.check(file))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("is in use by this process");
        }
        assertThatThrownBy(() -> StoreFiles.check(directory.resolve("none.db")))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("there is no store ");
        assertThatThrownBy(() -> StoreFiles.salvage(file, file)).hasMessageContaining("exists; name a file");
    }

    /** Wherever it stands: pages that were split keep what they had in their free room. */
    private void flip(String text) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        String content = new String(bytes, ISO_8859_1);
        int at = content.indexOf(text);
        assertThat(at).isPositive();
        for (; at >= 0; at = content.indexOf(text, at + 1)) {
            bytes[at + 3] ^= 1;
        }
        Files.write(file, bytes);
    }
}
