package dev.parley.cli.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.Transcript;
import dev.parley.queue.Acknowledgement;
import dev.parley.queue.Holder;
import dev.parley.queue.MessageState;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.StoreLimits;
import dev.parley.queue.sqlite.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a store's file. */
class StoreFileCommandsTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void fill() {
        file = directory.resolve("jobs.db");
        try (MessageStore store = open(file)) {
            put(store, "mail", "to all".getBytes(UTF_8), Duration.ZERO);
            put(store, "mail", new byte[] {(byte) 0xff, 0}, Duration.ofHours(1));
            long id = put(store, "pictures", "a picture of something".getBytes(UTF_8), Duration.ZERO);
            Holder holder = store.holder();
            holder.reserve(id).join();
            holder.bury(id, 7).join();
        }
    }

    private static MessageStore open(Path file) {
        return SqliteStore.open(file, StoreLimits.NONE, Acknowledgement.DISK);
    }

    private static long put(MessageStore store, String tube, byte[] body, Duration delay) {
        return store.put(new NewMessage(tube, 10, delay, Duration.ofMinutes(1), body))
                .join();
    }

    private static Transcript queue(String... words) {
        return Transcript.of(words);
    }

    @Test
    void checkSaysWhatAStoreHolds() {
        Transcript said = queue("queue", "check", file.toString()).exits(ExitCode.OK);

        assertThat(said.out().lines())
                .containsExactly(
                        file + ": 3 messages, 30 bytes, all intact",
                        "tube              ready    delayed     buried",
                        "mail                  1          1          0",
                        "pictures              0          0          1");
    }

    @Test
    void checkFindsAndRepairsDamage() throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, ISO_8859_1).indexOf("a picture");
        bytes[at] ^= 1;
        Files.write(file, bytes);

        assertThat(queue("queue", "check", file.toString())
                        .exits(ExitCode.FAILED)
                        .out())
                .contains("2 messages, 8 bytes intact", "damaged: 1 message: 3", "--repair NEWFILE");
        Path repaired = directory.resolve("new.db");
        assertThat(queue("queue", "check", file.toString(), "--repair", repaired.toString())
                        .exits(ExitCode.OK)
                        .out())
                .contains("repaired: 2 messages in " + repaired);
        assertThat(queue("queue", "check", "--json", "sqlite:" + repaired)
                        .exits(ExitCode.OK)
                        .out())
                .startsWith("{\"kind\":\"checked\",\"store\":\"sqlite:" + repaired
                        + "\",\"sound\":true,\"intact\":2,\"bytes\":8,\"damaged\":[],\"findings\":[]}");
    }

    @Test
    void whatIsExportedCanBeImported() {
        String lines =
                queue("queue", "export", file.toString()).exits(ExitCode.OK).out();
        assertThat(lines.lines().toList())
                .hasSize(3)
                .first()
                .asString()
                .isEqualTo(
                        "{\"kind\":\"saved\",\"tube\":\"mail\",\"state\":\"ready\",\"priority\":10,\"delaySeconds\":0.0,\"timeToRunSeconds\":60.0,"
                                + "\"message\":{\"bytes\":6,\"text\":\"to all\",\"base64\":null}}");

        Path other = directory.resolve("other.db");
        assertThat(Transcript.withInput(lines.getBytes(UTF_8), "queue", "import", other.toString())
                        .exits(ExitCode.OK)
                        .out())
                .isEqualTo("Imported: 3 messages\n");
        try (MessageStore store = open(other)) {
            assertThat(store.peek(2).join().orElseThrow().body()).isEqualTo(new byte[] {(byte) 0xff, 0});
            assertThat(store.stats(2).join().orElseThrow().left())
                    .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
            assertThat(store.stats(3).join().orElseThrow().state()).isEqualTo(MessageState.BURIED);
            assertThat(store.stats(3).join().orElseThrow().priority()).isEqualTo(7);
        }
    }

    @Test
    void aLineThatIsNoMessageIsNamed() {
        String lines =
                queue("queue", "export", file.toString()).exits(ExitCode.OK).out() + "{\"tube\":1}\n";

        assertThat(Transcript.withInput(
                                lines.getBytes(UTF_8),
                                "queue",
                                "import",
                                directory.resolve("other.db").toString())
                        .exits(ExitCode.FAILED)
                        .err())
                .contains("line 4 is no message", "3 messages before it were stored");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThat(queue("queue", "check", "nowhere.db").exits(ExitCode.FAILED).err())
                .contains("there is no store nowhere.db");
    }

    @Test
    void aStoreThatIsOpenIsRefused() {
        try (MessageStore store = open(file)) {
            assertThat(store.size()).isEqualTo(3);
            assertThat(queue("queue", "export", file.toString())
                            .exits(ExitCode.FAILED)
                            .err())
                    .contains("is in use by this process");
        }
    }
}
