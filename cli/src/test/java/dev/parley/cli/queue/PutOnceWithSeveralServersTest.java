package dev.parley.cli.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import dev.parley.testkit.PostgresServer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code put --once} with servers that share a store, of which one is killed while messages are on their way. */
@Tag("slow")
class PutOnceWithSeveralServersTest {
    private static final int MESSAGES = 20_000;

    /** Half of them are more than a pipe holds. */
    private static String message(int number) {
        return String.format("%0100d", number);
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES) // 40,000 transactions in turn: up to a minute where one takes long
    void everyMessageIsStoredOnceAndTheCommandEndsWell() throws IOException {
        String store = "postgresql:" + PostgresServer.shared().newDatabase();
        try (ParleyProcess first = ParleyProcess.serve("beanstalk://:0", "--store", store, "--ack", "memory");
                ParleyProcess second = ParleyProcess.serve("beanstalk://:0", "--store", store, "--ack", "memory")) {
            String list = "beanstalk://127.0.0.1:" + first.port() + ",127.0.0.1:" + second.port() + "/mail";
            try (ParleyProcess put = ParleyProcess.start("put", list, "--lines", "--once", "batch")) {
                OutputStream in = put.program().in();
                for (int i = 0; i < MESSAGES; i++) {
                    in.write((message(i) + "\n").getBytes(UTF_8));
                    if (i == MESSAGES / 2) {
                        in.flush();
                        first.stop("KILL"); // with what is under way
                    }
                }
                in.close();
                assertThat(put.program().exitCode()).as(put.err()).isZero();
                assertThat(put.err()).contains("; connected to " + second.endpoint() + "\n");
                assertThat(put.program().outText()).startsWith("Stored: 20000 messages, ");
            }
            List<String> stored = Transcript.of("get", second.endpoint() + "/mail", "--all", "--newline")
                    .exits(ExitCode.OK)
                    .out()
                    .lines()
                    .toList();
            assertThat(stored)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, MESSAGES)
                            .mapToObj(PutOnceWithSeveralServersTest::message)
                            .toList());
        }
    }

    @Test
    void aServerThatDrainsIsPassedOverAndNothingIsStoredTwice() throws IOException {
        String store = "postgresql:" + PostgresServer.shared().newDatabase();
        try (ParleyProcess first = ParleyProcess.serve("beanstalk://:0", "--store", store, "--ack", "memory");
                ParleyProcess second = ParleyProcess.serve("beanstalk://:0", "--store", store, "--ack", "memory")) {
            String list = "beanstalk://127.0.0.1:" + first.port() + ",127.0.0.1:" + second.port() + "/mail";
            String[] put = {"put", list, "--once", "batch", "-m", "one", "-m", "two", "--json"};
            Transcript.of("queue", "drain", first.endpoint().toString()).exits(ExitCode.OK);
            Transcript drained = Transcript.of(put).exits(ExitCode.OK);
            assertThat(drained.err())
                    .startsWith("parley put: " + first.endpoint() + ": put: DRAINING (")
                    .endsWith("; connected to " + second.endpoint() + "\n");
            assertThat(drained.out().lines())
                    .hasSize(2)
                    .allMatch(line -> line.contains("\"endpoint\":\"" + second.endpoint() + "\""));
            Transcript.of("queue", "undrain", first.endpoint().toString()).exits(ExitCode.OK);

            assertThat(Transcript.of(put).exits(ExitCode.OK).out())
                    .isEqualTo(drained.out()
                            .replace(
                                    second.endpoint().toString(),
                                    first.endpoint().toString()));
            assertThat(Transcript.of("get", second.endpoint() + "/mail", "--all", "--newline")
                            .exits(ExitCode.OK)
                            .out())
                    .isEqualTo("one\ntwo\n");
        }
    }
}
