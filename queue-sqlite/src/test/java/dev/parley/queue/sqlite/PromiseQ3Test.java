package dev.parley.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Q3: a full disk refuses puts, still hands out and deletes, loses nothing that was acknowledged, and recovers by itself. */
@Tag("slow")
@Timeout(60)
class PromiseQ3Test {
    private static final int PUTS = 40;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void makeStore() throws Exception {
        assumeTrue(FailingDisk.isPossible(), "calls can be made to fail");
        file = directory.resolve("store.db");
        StoreProcess.main(new String[] {"careful", file.toString(), "2", "0"}); // one is left
    }

    private Path log() {
        return directory.resolve("store.db-wal");
    }

    private List<String> careful(Path failing, String when, int bytes) throws IOException {
        return StoreProcess.run(
                FailingDisk.on(failing, "pwrite64", "ENOSPC", when),
                List.of(),
                "careful",
                file.toString(),
                Integer.toString(PUTS),
                Integer.toString(bytes));
    }

    /** The first write of the log that has no room is done again in the ballast's. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 12, 20})
    void roomThatRunsOutOnceCostsNothingButPuts(int when) throws Exception {
        List<String> said = careful(log(), Integer.toString(when), 0);

        assertThat(StoreProcess.names(said, "put")).isNotEmpty();
        assertThat(said).contains("got careful/1", "deleted careful/1");
        assertStoredIsWhatWasSaid(said);
    }

    /** Nothing can be written any more: handing out needs no writing. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 12, 20})
    void aDiskThatStaysFullHandsOut(int when) throws Exception {
        List<String> said = careful(log(), when + "+", 0);

        assertThat(said).contains("got careful/1").anyMatch(line -> line.startsWith("refused FULL careful/"));
        assertThat(StoreProcess.names(said, "deleted")).isEmpty();
        assertStoredIsWhatWasSaid(said);
    }

    /** Messages so large that the log is written into the file in between. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "50", "1+"})
    void noRoomInTheFileItself(String when) throws Exception {
        List<String> said = careful(file, when, 400_000);

        assertThat(StoreProcess.names(said, "put")).hasSizeGreaterThan(10);
        assertThat(said).contains("got careful/1");
        assertStoredIsWhatWasSaid(said);
    }

    @Test
    void putsAreTakenAgainWithinASecondOfThereBeingRoom() throws Exception {
        List<String> said = StoreProcess.run(
                FailingDisk.on(log(), "pwrite64", "ENOSPC", "10..14"), List.of(), "patient", file.toString());

        assertThat(StoreProcess.names(said, "refused FULL")).hasSize(1);
        assertThat(Integer.parseInt(StoreProcess.names(said, "recovered").getFirst()))
                .isLessThanOrEqualTo(1_000);
        assertStoredIsWhatWasSaid(said);
    }

    private void assertStoredIsWhatWasSaid(List<String> said) {
        List<String> expected = new ArrayList<>(List.of("careful/1"));
        expected.addAll(StoreProcess.names(said, "put"));
        StoreProcess.names(said, "deleted").forEach(expected::remove);
        assertThat(StoreProcess.messagesIn(file)).isEqualTo(expected);
    }
}
