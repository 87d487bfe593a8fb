package dev.parley.cli.queue;

import static dev.parley.cli.queue.WorkServer.put;
import static dev.parley.cli.queue.WorkServer.stats;
import static dev.parley.cli.queue.WorkServer.withServer;
import static dev.parley.cli.queue.WorkServer.work;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.FreePort;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.ScriptedServer;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code work} is ended, and what it does when a server, or a program, is not there. */
@Tag("slow")
class WorkEndingsTest {
    @AutoClose
    private static final WorkServer SHARED = new WorkServer();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void aSignalLetsRunningCommandsFinishAndTakesNoFurtherMessage(String signal) throws Exception {
        String tube = SHARED.tube();
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
        try (ParleyProcess work = work(SHARED.tube(), "--parallel", "2", "--", "cat")) {
            await().until(() -> Transcript.of(
                            "queue", "stats", SHARED.endpoint().toString(), "--json")
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
        String tube = SHARED.tube();
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
}
