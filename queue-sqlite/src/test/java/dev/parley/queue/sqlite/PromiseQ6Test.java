package dev.parley.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.MessageStore;
import dev.parley.queue.StoreLimits;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Q6: a store is one process's. */
@Timeout(60)
class PromiseQ6Test {
    @TempDir
    Path directory;

    @Test
    void aSecondProcessIsRefusedAndToldWhoHasIt() throws Exception {
        Path file = directory.resolve("store.db");
        try (MessageStore store = SqliteStore.open(file, StoreLimits.NONE, Acknowledgement.DISK)) {
            assertThat(store.size()).isZero();
            assertThat(StoreProcess.run(List.of(), List.of(), "careful", file.toString(), "1", "0"))
                    .containsExactly("refused FAILED open: the store " + file + " is in use by process "
                            + ProcessHandle.current().pid());
        }
        assertThat(StoreProcess.run(List.of(), List.of(), "careful", file.toString(), "1", "0"))
                .contains("put careful/0");
    }
}
