package dev.parley.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many messages get fetches, and how long it waits for them. */
class QueueGetTest {
    private static ParleyProcess parley;
    private static String queue;

    @BeforeAll
    static void start() {
        parley = ParleyProcess.serve("queue://:0");
        queue = parley.endpoint().toString();
    }

    @AfterAll
    static void stop() {
        parley.close();
    }

    @AfterEach
    void leaveNothing() {
        Transcript.of("get", queue, "--all");
    }

    private static void put(String... messages) {
        for (String message : messages) {
            Transcript.withInput(message.getBytes(StandardCharsets.UTF_8), "put", queue)
                    .exits(ExitCode.OK);
        }
    }

    @Test
    void countFetchesSoManyInTheirOrder() {
        put("one", "two", "three");

        Transcript get = Transcript.of("get", queue, "--count", "2").exits(ExitCode.OK);

        assertThat(get.out()).isEqualTo("onetwo");
        assertThat(get.err()).isEmpty();
    }

    @Test
    void fewerThanTheCountIsAFailureThatKeepsWhatCame() {
        put("one");

        Transcript get = Transcript.of("get", queue, "-n", "2", "--newline").exits(ExitCode.FAILED);

        assertThat(get.out()).isEqualTo("one\n");
        assertThat(get.err()).isEqualTo("Error - no messages in queue.\n");
    }

    @Test
    void allFetchesUntilTheQueueIsEmpty() {
        put("one", "", "three");

        assertThat(Transcript.of("get", queue, "--all", "--newline")
                        .exits(ExitCode.OK)
                        .out())
                .isEqualTo("one\n\nthree\n");
        assertThat(Transcript.of("get", queue, "--all").exits(ExitCode.FAILED).err())
                .isEqualTo("Error - no messages in queue.\n");
    }

    @Test
    void waitsForAMessageThatComesLater() {
        try (ChildProgram get =
                ChildProgram.start(ParleyProcess.command("get", queue, "--wait", "30s", "--count", "2", "--newline"))) {
            put("first");
            get.awaitText("first\n");
            put("second");

            assertThat(get.exitCode()).as(get.errText()).isZero();
            assertThat(get.outText()).isEqualTo("first\nsecond\n");
        }
    }

    @Test
    void waitsNoLongerThanConfigured() {
        assertThat(Transcript.of("get", queue, "--wait", "200ms")
                        .exits(ExitCode.FAILED)
                        .err())
                .isEqualTo("Error - no messages in queue.\n");
    }
}
