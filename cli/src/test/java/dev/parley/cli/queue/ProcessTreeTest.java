package dev.parley.cli.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
    private static final int MANY = 1_000;
    /** As no other program has it. */
    private static final String ARGUMENT = "300." + ProcessHandle.current().pid();

    private static List<ProcessHandle> running() {
        return ProcessHandle.allProcesses()
                .filter(found -> Arrays.asList(found.info().arguments().orElse(new String[0]))
                        .contains(ARGUMENT))
                .toList();
    }

    @AfterEach
    void leavesNothing() {
        running().forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void killedWhileItStartsProgramsItLeavesNoneBehind() throws Exception {
        assertThat(exitCodeAfter(ProcessTree::kill)).isEqualTo(128 + 9);
    }

    @Test
    void terminatedWhileItStartsProgramsItLeavesNoneBehind() throws Exception {
        assertThat(exitCodeAfter(ProcessTree::terminate)).isEqualTo(3);
    }

    private static int exitCodeAfter(Consumer<Process> ending) throws IOException, InterruptedException {
        Process root = new ProcessBuilder(
                        "sh",
                        "-c",
                        "trap 'exit 3' TERM; i=0; while [ $i -lt " + MANY + " ]; do i=$((i+1)); sleep " + ARGUMENT
                                + " & echo; env true; done; echo all; wait")
                .start();
        try (InputStream out = root.getInputStream()) {
            assertThat(out.readNBytes(10)).hasSize(10); // so many have been started
            ending.accept(root);
            assertThat(root.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(new String(out.readAllBytes(), UTF_8)).doesNotContain("all");
        }
        await().untilAsserted(() -> assertThat(running()).isEmpty());
        return root.exitValue();
    }

    @Test
    void oneThatHasEndedIsNoError() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        assertThat(ended.waitFor()).isZero();

        ProcessTree.terminate(ended);
        ProcessTree.kill(ended);

        assertThat(ended.exitValue()).isZero();
    }
}
