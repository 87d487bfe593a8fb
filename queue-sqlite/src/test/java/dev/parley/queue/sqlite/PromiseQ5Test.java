package dev.parley.queue.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.Holder;
import dev.parley.queue.Message;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.Reservation;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Q5: a bit that flips in a file is found: the store is refused with a reason, or what it hands out is what was put, and what it
 * does not hand out it says. The one exception: damage in the last commit of the log looks like one that a crash interrupted.
 */
@Tag("slow")
@Timeout(600)
class PromiseQ5Test {
    private static final int FLIPS = 300;
    private static final int NIGHTLY_FLIPS = 1_000;
    private static final int MESSAGES = 200;
    private static final List<String> TUBES = List.of("mail", "pictures", "work");

    @TempDir
    Path directory;

    private final List<String> put = new ArrayList<>();

    /** Bodies of many sizes, some on several pages; each put is a commit of its own. */
    private void fill(MessageStore store) {
        for (int i = 0; i < MESSAGES; i++) {
            String body = i + ":" + "x".repeat(i % 20 == 0 ? 10_000 : i);
            put.add(body);
            store.put(new NewMessage(TUBES.get(i % 3), i % 5, Duration.ZERO, NewMessage.LONGEST, body.getBytes(UTF_8)))
                    .join();
        }
    }

    @Test
    void inTheFile() throws Exception {
        flipInTheFile(FLIPS);
    }

    @Tag("nightly")
    @Test
    void inTheFileAThousandTimes() throws Exception {
        flipInTheFile(NIGHTLY_FLIPS);
    }

    private void flipInTheFile(int flips) throws Exception {
        Path original = directory.resolve("original.db");
        try (MessageStore store = SqliteStore.open(original, StoreLimits.NONE, Acknowledgement.MEMORY)) {
            fill(store);
        }
        byte[] intact = Files.readAllBytes(original);
        Random random = seeded();
        int refused = 0;
        int partly = 0;
        for (int i = 0; i < flips; i++) {
            Path file = directory.resolve("flipped.db");
            Files.write(file, flipped(intact, random));
            Outcome outcome = outcome(file, MESSAGES);
            refused += outcome.refused ? 1 : 0;
            partly += !outcome.refused && outcome.handedOut < MESSAGES ? 1 : 0;
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory.resolve("flipped.db-wal"));
        }
        System.out.println(flips + " flips: " + refused + " refused, " + partly + " handed out the rest");
        assertThat(refused + partly).isPositive();
    }

    @Test
    void inTheLog() throws Exception {
        flipInTheLog(FLIPS);
    }

    @Tag("nightly")
    @Test
    void inTheLogAThousandTimes() throws Exception {
        flipInTheLog(NIGHTLY_FLIPS);
    }

    private void flipInTheLog(int flips) throws Exception {
        Path original = directory.resolve("original.db");
        byte[] file;
        byte[] log;
        try (MessageStore store = SqliteStore.open(original, StoreLimits.NONE, Acknowledgement.MEMORY)) {
            fill(store);
            file = Files.readAllBytes(original);
            log = Files.readAllBytes(directory.resolve("original.db-wal"));
        }
        Random random = seeded();
        int refused = 0;
        for (int i = 0; i < flips; i++) {
            Path flipped = directory.resolve("flipped.db");
            Files.write(flipped, file);
            Files.write(directory.resolve("flipped.db-wal"), flipped(log, random));
            Outcome outcome = outcome(flipped, MESSAGES - 1);
            refused += outcome.refused ? 1 : 0;
            Files.deleteIfExists(flipped);
            Files.deleteIfExists(directory.resolve("flipped.db-wal"));
        }
        System.out.println(flips + " flips of the log: " + refused + " refused");
        assertThat(refused).isPositive();
    }

    private static Random seeded() {
        long seed = System.nanoTime();
        System.out.println("flips of seed " + seed);
        return new Random(seed);
    }

    private static byte[] flipped(byte[] intact, Random random) {
        byte[] flipped = intact.clone();
        flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private record Outcome(boolean refused, int handedOut) {}

    /** Empties a store: what comes was put, once each, and what does not come is counted or said. */
    private Outcome outcome(Path file, int least) {
        List<String> got = new ArrayList<>();
        try (MessageStore store = SqliteStore.open(file, StoreLimits.NONE, Acknowledgement.MEMORY)) {
            long held = store.size();
            assertThat(held).isBetween((long) least, (long) MESSAGES);
            try (Holder holder = store.holder()) {
                TUBES.forEach(holder::watch);
                while (holder.reserve(Duration.ZERO).join() instanceof Reservation.Reserved(Message message)) {
                    got.add(new String(message.body(), UTF_8));
                    assertThat(holder.delete(message.id()).join()).isTrue();
                }
            }
            assertThat(store.size()).as("not handed out, and known to be there").isEqualTo(held - got.size());
            assertIntact(got);
            return new Outcome(false, got.size());
        } catch (StoreException e) {
            assertThat(e.reason()).contains(file.toString());
            assertIntact(got);
            return new Outcome(true, got.size());
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(StoreException.class);
            assertIntact(got);
            return new Outcome(true, got.size());
        }
    }

    private void assertIntact(List<String> got) {
        assertThat(got).doesNotHaveDuplicates();
        assertThat(put).containsAll(got);
    }
}
