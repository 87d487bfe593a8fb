package dev.parley.cli.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import dev.parley.testkit.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code work} with a list of servers, of which one is killed. */
@Tag("slow")
class WorkWithSeveralServersTest {
    @TempDir
    Path folder;

    private static String list(ParleyProcess first, ParleyProcess second) {
        return "beanstalk://127.0.0.1:" + first.port() + ",127.0.0.1:" + second.port() + "/mail";
    }

    private static String stats(ParleyProcess server) {
        return Transcript.of("queue", "stats", server.endpoint() + "/mail", "--json")
                .out();
    }

    @Test
    void nothingIsLostWhenTheServerOfTheWorkersIsKilled() throws Exception {
        int messages = 200;
        String store = "postgresql:" + PostgresServer.shared().newDatabase();
        Path done = Files.createFile(folder.resolve("done"));
        String lines =
                IntStream.range(0, messages).mapToObj(i -> "m" + i + "\n").collect(Collectors.joining());
        try (ParleyProcess first = ParleyProcess.serve("beanstalk://:0", "--store", store, "--ack", "memory");
                ParleyProcess second = ParleyProcess.serve("beanstalk://:0", "--store", store, "--ack", "memory")) {
            // What the killed server's connections held is handed out again after its time to run.
            Transcript.withInput(
                            lines.getBytes(UTF_8), "put", list(first, second), "--lines", "--newline", "--ttr", "2s")
                    .exits(ExitCode.OK);
            try (ParleyProcess work = ParleyProcess.start(
                    "work",
                    list(first, second),
                    "--parallel",
                    "4",
                    "--",
                    "sh",
                    "-c",
                    "read line && echo \"$line\" >> '" + done + "'")) {
                await().atMost(ChildProgram.PATIENCE)
                        .until(() -> Files.readAllLines(done).size() >= 40);
                first.stop("KILL");
                assertThat(Files.readAllLines(done)).hasSizeLessThan(messages);

                await().atMost(ChildProgram.PATIENCE)
                        .until(() -> new TreeSet<>(Files.readAllLines(done)).size() == messages);
                await().atMost(ChildProgram.PATIENCE)
                        .until(() -> stats(second).contains("\"ready\":0,\"urgent\":0,\"reserved\":0,"));
                assertThat(work.err()).contains("; trying again\n", "connected to " + second.endpoint() + " again\n");
                assertThat(work.stop("INT")).as(work.err()).isZero();
            }
            assertThat(new TreeSet<>(Files.readAllLines(done))).hasSize(messages);
            Transcript.of("queue", "peek", second.endpoint() + "/mail").exits(ExitCode.FAILED);
            Transcript.of("queue", "peek", second.endpoint() + "/mail", "--state", "buried")
                    .exits(ExitCode.FAILED);
        }
    }

    /** It prints each message, and goes on when this file is there. */
    private static ParleyProcess workUntilEmptyHeldBackUntil(Path go, String tube) {
        return ParleyProcess.start(
                "work",
                tube,
                "--exit-when-empty",
                "--",
                "sh",
                "-c",
                "cat; while [ ! -e '" + go + "' ]; do sleep 0.02; done");
    }

    /** Also with --exit-when-empty, which ends with the last server only. */
    @Test
    void workGoesOnAtTheNextServerAndWhatWasBegunIsReported() throws Exception {
        Path go = folder.resolve("go");
        try (ParleyProcess first = ParleyProcess.serve("beanstalk://:0");
                ParleyProcess second = ParleyProcess.serve("beanstalk://:0")) {
            Transcript.of("put", first.endpoint() + "/mail", "-m", "one;").exits(ExitCode.OK);
            Transcript.of("put", second.endpoint() + "/mail", "-m", "two").exits(ExitCode.OK);
            try (ParleyProcess work = workUntilEmptyHeldBackUntil(go, list(first, second))) {
                work.program().awaitText("one;");
                first.stop("KILL");
                Files.createFile(go);

                assertThat(work.program().exitCode()).as(work.err()).isZero();
                assertThat(work.program().outText()).isEqualTo("one;two");
                assertThat(work.err().lines())
                        .satisfiesExactly(
                                line -> assertThat(line)
                                        .isEqualTo(
                                                "parley work: message 1: the command ended (exit code 0), but the server"
                                                        + " was lost; it may be handed out again"),
                                line -> assertThat(line)
                                        .startsWith("parley work: " + first.endpoint())
                                        .endsWith("; trying again"),
                                line -> assertThat(line)
                                        .isEqualTo("parley work: connected to " + second.endpoint() + " again"),
                                line -> assertThat(line).isEqualTo("parley work: 1 message done"));
            }
        }
    }

    @Test
    void workThatIsToEndWithTheQueueFailsWhenEveryServerIsLost() throws Exception {
        Path go = folder.resolve("go");
        try (ParleyProcess first = ParleyProcess.serve("beanstalk://:0");
                ParleyProcess second = ParleyProcess.serve("beanstalk://:0")) {
            Transcript.of("put", first.endpoint() + "/mail", "-m", "x").exits(ExitCode.OK);
            try (ParleyProcess work = workUntilEmptyHeldBackUntil(go, list(first, second))) {
                work.program().awaitText("x");
                first.stop("KILL");
                second.stop("KILL");
                Files.createFile(go);

                assertThat(work.program().exitCode()).isEqualTo(ExitCode.FAILED);
                assertThat(work.err())
                        .contains("cannot connect to " + second.endpoint() + ": connection refused")
                        .contains(" there? " + first.endpoint() + ": ");
            }
        }
    }
}
