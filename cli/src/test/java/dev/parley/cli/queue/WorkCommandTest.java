package dev.parley.cli.queue;

import static dev.parley.cli.queue.WorkServer.put;
import static dev.parley.cli.queue.WorkServer.stats;
import static dev.parley.cli.queue.WorkServer.withServer;
import static dev.parley.cli.queue.WorkServer.work;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.core.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command for each message; the commands are real programs, and so are the servers. */
@Tag("slow")
class WorkCommandTest {
    @AutoClose
    private static final WorkServer SHARED = new WorkServer();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void aCommandGetsEachMessageAndWhatSucceedsIsDeleted(String server) throws Exception {
        withServer(server, tube -> {
            put(tube, "-m", "one", "-m", "two", "-m", "");
            try (ParleyProcess work = work(
                    tube,
                    "--exit-when-empty",
                    "--",
                    "sh",
                    "-c",
                    "echo \"$PARLEY_TUBE $PARLEY_ATTEMPT $1 $(cat)\"; echo \"id $PARLEY_ID\" >&2",
                    "name",
                    "-x")) {
                assertThat(work.program().exitCode()).as(work.err()).isZero();
                String name = tube.substring(tube.lastIndexOf('/') + 1);
                assertThat(work.program().outText())
                        .isEqualTo(name + " 1 -x one\n" + name + " 1 -x two\n" + name + " 1 -x \n");
                assertThat(work.err()).contains("id ").endsWith("parley work: 3 messages done\n");
            }
            Transcript.of("queue", "peek", tube).exits(ExitCode.FAILED);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void whatFailsIsTriedAgainAndThenBuried(String server) throws Exception {
        withServer(server, tube -> {
            put(tube, "-m", "bad", "--pri", "7");
            try (ParleyProcess work = work(
                    tube,
                    "--exit-when-empty",
                    "--max-attempts",
                    "2",
                    "--retry-delay",
                    "0",
                    "--",
                    "sh",
                    "-c",
                    "exit 3")) {
                assertThat(work.program().exitCode()).isEqualTo(ExitCode.FAILED);
                assertThat(work.err().lines())
                        .containsExactly(
                                "parley work: message 1 failed (exit code 3, attempt 1 of 2); again at once",
                                "parley work: message 1 buried (exit code 3, attempt 2); 'parley queue kick' makes it ready"
                                        + " again",
                                "parley work: 0 messages done, 2 attempts failed, 1 message buried");
            }
            assertThat(Transcript.of("queue", "peek", tube, "--state", "buried").out())
                    .isEqualTo("bad");
            Transcript.of("queue", "kick", tube).exits(ExitCode.OK);
            try (ParleyProcess work = work(tube, "--exit-when-empty", "--max-attempts", "2", "--", "cat")) {
                assertThat(work.program().exitCode()).as(work.err()).isZero();
                assertThat(work.program().outText()).isEqualTo("bad");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void whatFailsForGoodGoesToTheDeadLetterTube(String server) throws Exception {
        withServer(server, tube -> {
            put(tube, "-m", "bad", "--pri", "7", "--ttr", "9s");
            try (ParleyProcess work =
                    work(tube, "--exit-when-empty", "--max-attempts", "1", "--dead-letter", "dead", "--", "false")) {
                assertThat(work.program().exitCode()).isEqualTo(ExitCode.FAILED);
                assertThat(work.err().lines())
                        .containsExactly(
                                "parley work: message 1 moved to tube 'dead' (exit code 1, attempt 1)",
                                "parley work: 0 messages done, 1 attempt failed, 1 message moved");
            }
            String dead = tube.replaceFirst("/mail$", "/dead");
            assertThat(Transcript.of("queue", "list", dead, "--state", "ready", "--json")
                            .out())
                    .contains("\"id\":2,", "\"priority\":7,", "\"timeToRunSeconds\":9,", "\"bytes\":3,");
            assertThat(Transcript.of("get", dead).out()).isEqualTo("bad");
            assertThat(Transcript.of("queue", "purge", tube).out()).startsWith("Purged: 0 messages");
        });
    }

    @Test
    void whatCannotBeMovedToTheDeadLetterTubeIsBuried() {
        String tube = SHARED.tube();
        put(tube, "-m", "bad");
        Transcript.of("queue", "drain", SHARED.endpoint().toString()).exits(ExitCode.OK);
        try (ParleyProcess work =
                work(tube, "--exit-when-empty", "--max-attempts", "1", "--dead-letter", "dead", "--", "false")) {
            assertThat(work.program().exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(work.err())
                    .contains("cannot be moved to tube 'dead': ", "put: DRAINING", " buried (exit code 1");
        } finally {
            Transcript.of("queue", "undrain", SHARED.endpoint().toString()).exits(ExitCode.OK);
        }
        assertThat(Transcript.of("queue", "peek", tube, "--state", "buried").out())
                .isEqualTo("bad");
    }

    @Test
    void whatFailsWaitsForItsDelay() {
        String tube = SHARED.tube();
        put(tube, "-m", "bad", "--pri", "7");
        try (ParleyProcess work = work(tube, "--exit-when-empty", "--retry-delay", "1h", "--", "false")) {
            assertThat(work.program().exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(work.err()).contains("failed (exit code 1, attempt 1 of 5); again in 1h00m\n");
        }
        assertThat(Transcript.of("queue", "list", tube, "--json").out())
                .contains("\"state\":\"delayed\",\"priority\":7,", "\"delaySeconds\":3600,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void aMessageIsHeldForAsLongAsItsCommandRuns(String server) throws Exception {
        Path go = folder.resolve("go");
        withServer(server, tube -> {
            put(tube, "-m", "slow", "--ttr", "1s");
            try (ParleyProcess work = work(
                    tube,
                    "--exit-when-empty",
                    "--",
                    "sh",
                    "-c",
                    "echo begun; while [ ! -e '" + go + "' ]; do sleep 0.05; done; cat")) {
                work.program().awaitText("begun");
                String address = tube.substring(0, tube.lastIndexOf('/'));
                try (BeanstalkClient client = BeanstalkClient.connect(Endpoint.parse(address))) {
                    await().until(() -> List.of("3", "4")
                            .contains(client.stats(1).orElseThrow().get("age")));
                    assertThat(client.stats(1).orElseThrow())
                            .containsEntry("state", "reserved")
                            .containsEntry("timeouts", "0");
                }
                Files.createFile(go);
                assertThat(work.program().exitCode()).as(work.err()).isZero();
                assertThat(work.program().outText()).isEqualTo("begun\nslow");
                assertThat(work.err()).isEqualTo("parley work: 1 message done\n");
            }
            Files.delete(go);
        });
    }

    @Test
    void aCommandThatTakesTooLongIsKilledAndHasFailed() {
        String tube = SHARED.tube();
        put(tube, "-m", "endless");
        try (ParleyProcess work = work(
                tube,
                "--exit-when-empty",
                "--timeout",
                "1s",
                "--retry-delay",
                "1h",
                "--",
                "sh",
                "-c",
                "sleep 1000; true")) {
            await().until(() -> !work.program().children().isEmpty());
            List<ProcessHandle> children = work.program().children();
            assertThat(work.program().exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            assertThat(work.err()).contains("failed (killed: it took too long, attempt 1 of 5); again in 1h00m");
        }
    }

    @Test
    void soManyCommandsRunAtOnce() {
        String tube = SHARED.tube();
        put(tube, "-m", "a", "-m", "b", "-m", "c");
        // Each waits until all three are there.
        String meet = "touch '" + folder + "'/$PARLEY_ID; while [ $(ls '" + folder
                + "' | wc -l) -lt 3 ]; do sleep 0.02; done";
        try (ParleyProcess work = work(tube, "--exit-when-empty", "--parallel", "3", "--", "sh", "-c", meet)) {
            assertThat(work.program().exitCode()).as(work.err()).isZero();
            assertThat(work.err()).isEqualTo("parley work: 3 messages done\n");
        }
    }

    /** The input of a command that does not read it. */
    @Test
    void aLongMessageNeedNotBeRead() throws IOException {
        String tube = SHARED.tube();
        put(
                tube,
                Files.write(folder.resolve("long"), new byte[60_000]).toString(),
                folder.resolve("long").toString());
        try (ParleyProcess work = work(tube, "--exit-when-empty", "--", "true")) {
            assertThat(work.program().exitCode()).as(work.err()).isZero();
            assertThat(work.err()).isEqualTo("parley work: 2 messages done\n");
        }
    }

    @Test
    void aMessageTriedTooOftenByWorkersThatDiedIsBuried() {
        String tube = SHARED.tube();
        put(tube, "-m", "deadly");
        for (int i = 0; i < 2; i++) {
            try (ParleyProcess work = work(tube, "--max-attempts", "2", "--", "sh", "-c", "echo begun; sleep 1000")) {
                work.program().awaitText("begun");
            }
            await().until(() -> stats(tube).contains("\"ready\":1,"));
        }
        try (ParleyProcess work = work(tube, "--max-attempts", "2", "--exit-when-empty", "--", "cat")) {
            assertThat(work.program().exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(work.program().outText()).isEmpty();
            assertThat(work.err()).contains("buried (2 attempts before, none of which came to its end)");
        }
    }

    /** Whatever happens to workers: each message is worked on at least once, and none is left. */
    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void noMessageIsLostWithWorkersThatAreKilled(String server) throws Exception {
        int messages = 200;
        Path done = Files.createFile(folder.resolve("done-" + server));
        String append = "read line && echo \"$line\" >> '" + done + "'";
        String lines =
                IntStream.range(0, messages).mapToObj(i -> "m" + i + "\n").collect(Collectors.joining());
        withServer(server, tube -> {
            Transcript.withInput(lines.getBytes(UTF_8), "put", tube, "--lines", "--newline")
                    .exits(ExitCode.OK);
            for (int kill = 1; kill <= 3; kill++) {
                long least = 20L * kill;
                try (ParleyProcess work =
                        work(tube, "--parallel", "4", "--max-attempts", "100", "--", "sh", "-c", append)) {
                    await().until(() -> Files.readAllLines(done).size() >= least);
                    work.program().signal("KILL");
                }
                await().until(() -> stats(tube).contains("\"reserved\":0,"));
            }
            try (ParleyProcess work = work(
                    tube, "--parallel", "4", "--max-attempts", "100", "--exit-when-empty", "--", "sh", "-c", append)) {
                assertThat(work.program().exitCode()).as(work.err()).isZero();
            }
            assertThat(new TreeSet<>(Files.readAllLines(done))).hasSize(messages);
            Transcript.of("queue", "peek", tube).exits(ExitCode.FAILED);
            Transcript.of("queue", "peek", tube, "--state", "buried").exits(ExitCode.FAILED);
        });
    }

    @Test
    void theDashesMayBeLeftOutWhereTheCommandHasNoOptions() {
        String tube = SHARED.tube();
        put(tube, "-m", "x");
        try (ChildProgram work = ChildProgram.start(ParleyProcess.command("work", tube, "--exit-when-empty", "cat"))) {
            assertThat(work.exitCode()).as(work.errText()).isZero();
            assertThat(work.outText()).isEqualTo("x");
        }
    }
}
