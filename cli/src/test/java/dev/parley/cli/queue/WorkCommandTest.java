package dev.parley.cli.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.FreePort;
import dev.parley.cli.testing.OriginalBeanstalkd;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.ScriptedServer;
import dev.parley.cli.testing.Transcript;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.core.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command for each message; the commands are real programs, and so are the servers. */
@Tag("slow")
class WorkCommandTest {
    private static ParleyProcess parley;
    private static int tubes;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        parley = ParleyProcess.serve("beanstalk://:0");
    }

    @AfterAll
    static void stop() {
        parley.close();
    }

    private static String tube() {
        return parley.endpoint() + "/work-" + tubes++;
    }

    private static void put(String tube, String... more) {
        List<String> words = new ArrayList<>(List.of("put", tube));
        words.addAll(List.of(more));
        Transcript.of(words.toArray(String[]::new)).exits(ExitCode.OK);
    }

    private static ParleyProcess work(String tube, String... more) {
        List<String> words = new ArrayList<>(List.of("work", tube));
        words.addAll(List.of(more));
        return ParleyProcess.start(words.toArray(String[]::new));
    }

    private static String stats(String tube) {
        return Transcript.of("queue", "stats", tube, "--json").out();
    }

    private interface Check {
        void on(String tube) throws Exception;
    }

    /** A server that has had no message yet. */
    private static void withServer(String name, Check check) throws Exception {
        if (name.equals("parley")) {
            try (ParleyProcess fresh = ParleyProcess.serve("beanstalk://:0")) {
                check.on(fresh.endpoint() + "/mail");
            }
            return;
        }
        try (OriginalBeanstalkd original = OriginalBeanstalkd.start()) {
            check.on(original.endpoint() + "/mail");
        }
    }

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
        String tube = tube();
        put(tube, "-m", "bad");
        Transcript.of("queue", "drain", parley.endpoint().toString()).exits(ExitCode.OK);
        try (ParleyProcess work =
                work(tube, "--exit-when-empty", "--max-attempts", "1", "--dead-letter", "dead", "--", "false")) {
            assertThat(work.program().exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(work.err())
                    .contains("cannot be moved to tube 'dead': ", "put: DRAINING", " buried (exit code 1");
        } finally {
            Transcript.of("queue", "undrain", parley.endpoint().toString()).exits(ExitCode.OK);
        }
        assertThat(Transcript.of("queue", "peek", tube, "--state", "buried").out())
                .isEqualTo("bad");
    }

    @Test
    void whatFailsWaitsForItsDelay() {
        String tube = tube();
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
        String tube = tube();
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
        String tube = tube();
        put(tube, "-m", "a", "-m", "b", "-m", "c");
        // Each waits until all three are there.
        String meet = "touch '" + folder + "'/$PARLEY_ID; while [ $(ls '" + folder
                + "' | wc -l) -lt 3 ]; do sleep 0.02; done";
        try (ParleyProcess work = work(tube, "--exit-when-empty", "--parallel", "3", "--", "sh", "-c", meet)) {
            assertThat(work.program().exitCode()).as(work.err()).isZero();
            assertThat(work.err()).isEqualTo("parley work: 3 messages done\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void aSignalLetsRunningCommandsFinishAndTakesNoFurtherMessage(String signal) throws Exception {
        String tube = tube();
        Path go = folder.resolve("go");
        put(tube, "-m", "first", "-m", "second");
        try (ParleyProcess work =
                work(tube, "--", "sh", "-c", "echo begun; while [ ! -e '" + go + "' ]; do sleep 0.02; done; cat")) {
            work.program().awaitText("begun");
            // As from a terminal, which signals all programs of a group; but a group has no name here.
            for (ProcessHandle command : work.program().children()) {
                new ProcessBuilder("kill", "-INT", Long.toString(command.pid()))
                        .start()
                        .waitFor();
            }
            work.program().signal(signal);
            work.program()
                    .awaitText("interrupted \\(SIG" + signal + "\\); 1 command still running, a second signal kills");
            Files.createFile(go);

            assertThat(work.program().exitCode()).as(work.err()).isZero();
            assertThat(work.program().outText()).isEqualTo("begun\nfirst");
            assertThat(work.err()).endsWith("parley work: 1 message done\n");
        }
        assertThat(Transcript.of("queue", "peek", tube).out()).isEqualTo("second");
    }

    @Test
    void aSignalEndsAWaitForMessages() {
        try (ParleyProcess work = work(tube(), "--parallel", "2", "--", "cat")) {
            await().until(() -> Transcript.of(
                            "queue", "stats", parley.endpoint().toString(), "--json")
                    .out()
                    .contains("\"waiting\":2,"));
            assertThat(work.stop("INT")).as(work.err()).isZero();
            assertThat(work.err()).isEqualTo("parley work: interrupted (SIGINT)\nparley work: 0 messages done\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parley", "beanstalkd"})
    void aSecondSignalKillsTheCommandsAndTheirMessagesAreReady(String server) throws Exception {
        withServer(server, tube -> {
            put(tube, "-m", "endless");
            try (ParleyProcess work =
                    work(tube, "--retry-delay", "1h", "--", "sh", "-c", "echo begun; sleep 1000; echo over")) {
                work.program().awaitText("begun");
                List<ProcessHandle> commands = work.program().children();
                assertThat(commands).isNotEmpty();
                work.program().signal("INT");
                work.program().awaitText("a second signal kills");

                assertThat(work.stop("INT")).isEqualTo(ExitCode.SIGNALLED + 2);
                await().until(() -> commands.stream().noneMatch(ProcessHandle::isAlive));
            }
            await().until(() -> stats(tube).contains("\"ready\":1,"));
        });
    }

    @Test
    void aServerThatComesBackIsWorkedForAgain() throws Exception {
        int port = FreePort.of("tcp");
        String endpoint = "beanstalk://127.0.0.1:" + port;
        ParleyProcess first = ParleyProcess.serve(endpoint);
        put(endpoint, "-m", "one");
        try (ParleyProcess work = work(endpoint, "--", "sh", "-c", "cat; echo")) {
            work.program().awaitText("one\n");
            first.close();
            work.program().awaitText("parley work: beanstalk.*; trying again");
            try (ParleyProcess second = ParleyProcess.serve(endpoint)) {
                put(endpoint, "-m", "two");
                work.program().awaitText("two\n");
                assertThat(work.err()).contains("connected to " + second.endpoint() + " again");
                assertThat(work.stop("INT")).as(work.err()).isZero();
            }
        }
    }

    /** As one whose disk has failed. */
    @Test
    void aServerThatTakesConnectionsAndDoesNothingElseIsReportedOnce() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer(client -> {
                    connections.incrementAndGet();
                    client.getInputStream().read(new byte[100]);
                    client.getOutputStream().write("INTERNAL_ERROR\r\n".getBytes(UTF_8));
                });
                ParleyProcess work = work(server.at("beanstalk"), "--", "cat")) {
            await().until(() -> connections.get() >= 4);
            assertThat(work.stop("INT")).as(work.err()).isZero();
            assertThat(work.err().lines())
                    .hasSize(3)
                    .first()
                    .asString()
                    .endsWith(": reserve-with-timeout: INTERNAL_ERROR (the log of the server says why); trying again");
        }
    }

    @Test
    void aMessageThatTheServerDoesNotTakeBackIsReported() throws Exception {
        List<String> replies = List.of(
                "RESERVED 1 1\r\nx\r\n",
                "OK 60\r\n---\nid: 1\ntube: default\npri: 7\nttr: 60\nreserves: 1\nkicks: 0\n\r\n",
                "BURIED\r\n",
                "TIMED_OUT\r\n");
        try (ScriptedServer server = new ScriptedServer(client -> {
                    for (String reply : replies) {
                        client.getInputStream().read(new byte[100]);
                        client.getOutputStream().write(reply.getBytes(UTF_8));
                    }
                });
                ParleyProcess work = work(server.at("beanstalk"), "--exit-when-empty", "--", "false")) {
            assertThat(work.program().exitCode()).as(work.err()).isEqualTo(ExitCode.FAILED);
            assertThat(work.err())
                    .contains("message 1: the command ended (exit code 1); ", ": release: BURIED (kept, but buried");
        }
    }

    @Test
    void whatIsDoneButCannotBeDeletedIsSaid() throws Exception {
        Path go = folder.resolve("go");
        ParleyProcess server = ParleyProcess.serve("beanstalk://:0");
        String endpoint = server.endpoint().toString();
        put(endpoint, "-m", "one");
        try (ParleyProcess work = work(
                endpoint,
                "--exit-when-empty",
                "--",
                "sh",
                "-c",
                "echo begun; while [ ! -e '" + go + "' ]; do sleep 0.02; done")) {
            work.program().awaitText("begun");
            server.close();
            Files.createFile(go);
            assertThat(work.program().exitCode()).isNotEqualTo(ExitCode.OK);
            assertThat(work.err())
                    .contains(
                            "message 1: the command ended (exit code 0), but the server was lost; it may be handed out again");
        }
    }

    @Test
    void noServerAndNoProgramAreErrorsBeforeAMessageIsTaken() throws IOException {
        assertThat(Transcript.of("work", "beanstalk://:1", "--", "cat")
                        .exits(ExitCode.UNAVAILABLE)
                        .err())
                .contains("parley work: cannot connect to beanstalk+tcp://127.0.0.1:1: ");
        String tube = tube();
        put(tube, "-m", "x");
        Path notExecutable = Files.write(folder.resolve("script"), "x".getBytes(UTF_8));
        assertThat(Transcript.of("work", tube, "--", "no-such-program-at-all")
                        .exits(ExitCode.USAGE)
                        .err())
                .contains("there is no program 'no-such-program-at-all' on the PATH");
        assertThat(Transcript.of("work", tube, "--", notExecutable.toString())
                        .exits(ExitCode.USAGE)
                        .err())
                .contains("there is no program '" + notExecutable + "'");
        assertThat(stats(tube)).contains("\"ready\":1,");
    }

    /** The input of a command that does not read it. */
    @Test
    void aLongMessageNeedNotBeRead() throws IOException {
        String tube = tube();
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
        String tube = tube();
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
        String tube = tube();
        put(tube, "-m", "x");
        try (ChildProgram work = ChildProgram.start(ParleyProcess.command("work", tube, "--exit-when-empty", "cat"))) {
            assertThat(work.exitCode()).as(work.errText()).isZero();
            assertThat(work.outText()).isEqualTo("x");
        }
    }
}
