package dev.parley.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Q4: a sync that failed is final: nothing is acknowledged any more, what is there is handed out, and the log stays. */
@Tag("slow")
@Timeout(60)
class PromiseQ4Test {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void makeStore() throws Exception {
        assumeTrue(FailingDisk.isPossible(), "calls can be made to fail");
        file = directory.resolve("store.db");
        StoreProcess.main(new String[] {"careful", file.toString(), "2", "0"}); // one is left
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void ofTheLog(int when) throws Exception {
        List<String> said = StoreProcess.run(
                FailingDisk.on(directory.resolve("store.db-wal"), "fsync", "EIO", Integer.toString(when)),
                List.of(),
                "careful",
                file.toString(),
                "25",
                "0");

        assertFinal(said);
    }

    /** Messages so large that the log is written into the file in between. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void ofTheFileItself(int when) throws Exception {
        List<String> said = StoreProcess.run(
                FailingDisk.on(file, "fsync", "EIO", Integer.toString(when)),
                List.of(),
                "careful",
                file.toString(),
                "80",
                "400000");

        assertThat(Files.size(directory.resolve("store.db-wal"))).isPositive();
        assertFinal(said);
    }

    private void assertFinal(List<String> said) {
        List<String> puts = StoreProcess.names(said, "put");
        int refused = StoreProcess.names(said, "refused FAILED").size();
        assertThat(refused).isPositive();
        // All puts that were acknowledged came before all that were not.
        assertThat(said.subList(1, 1 + puts.size())).allMatch(line -> line.startsWith("put "));
        assertThat(said).contains("got careful/1");
        assertThat(StoreProcess.names(said, "deleted")).isEmpty();
        assertThat(said.getLast()).startsWith("health the store ").contains("cannot be written", "read-only");

        List<String> expected = new ArrayList<>(List.of("careful/1"));
        expected.addAll(puts);
        // What was written when the sync failed may be there: nobody was told that it is, and nobody that it is not.
        assertThat(StoreProcess.messagesIn(file)).startsWith(expected.toArray(new String[0]));
    }
}
