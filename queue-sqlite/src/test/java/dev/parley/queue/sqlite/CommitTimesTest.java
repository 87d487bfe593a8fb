package dev.parley.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.StoreLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each commit is timed once somebody wants to know. */
class CommitTimesTest {
    @TempDir
    Path directory;

    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

    private static CompletableFuture<Long> put(MessageStore store) {
        return store.put(new NewMessage("work", 0, Duration.ZERO, Duration.ofHours(1), new byte[10]));
    }

    @Test
    void whatIsCommittedTogetherIsTimedOnceAndBeforeItsAnswer() {
        try (MessageStore store =
                SqliteStore.open(directory.resolve("store.db"), StoreLimits.NONE, Acknowledgement.DISK)) {
            put(store).join();
            store.timeCommits(nanos::add);
            assertThat(nanos).isEmpty();

            put(store).join();
            assertThat(nanos).hasSize(1).allMatch(each -> each > 0);

            store.stats().join();
            store.tubes().join();
            assertThat(nanos).as("reading commits nothing").hasSize(1);

            List<CompletableFuture<Long>> many =
                    IntStream.range(0, 500).mapToObj(_ -> put(store)).toList();
            many.forEach(CompletableFuture::join);
            assertThat(nanos).hasSizeBetween(2, 400);
        }
    }
}
