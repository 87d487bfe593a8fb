package dev.parley.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Q7: what is queued is on the disk and not in the heap. */
@Timeout(600)
class PromiseQ7Test {
    private static final int MIB = 1 << 20;

    @TempDir
    Path directory;

    @Test
    @Tag("slow")
    void aBacklogOfFourHeapsIsHandedOut() throws Exception {
        queueAndTake("-Xmx24m", 96, 1 << 10);
    }

    @Test
    @Tag("nightly")
    void aGibibyteOfSmallMessagesInAHeapOf64MiB() throws Exception {
        queueAndTake("-Xmx64m", 1_024, 1 << 10);
    }

    @Test
    @Tag("nightly")
    void aGibibyteOfLargeMessagesInAHeapOf64MiB() throws Exception {
        queueAndTake("-Xmx64m", 1_024, 16 << 10);
    }

    private void queueAndTake(String heap, int mebibytes, int bytes) throws Exception {
        int messages = mebibytes * (MIB / bytes);
        assertThat(StoreProcess.run(
                        List.of(),
                        List.of(heap),
                        "backlog",
                        directory.resolve("store.db").toString(),
                        Integer.toString(messages),
                        Integer.toString(bytes)))
                .containsExactly("open", "stored " + messages, "taken " + messages);
    }
}
