package dev.parley.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every command of a client through Unix sockets. */
@Tag("slow")
class UnixSocketTest {
    @TempDir
    Path folder = Path.of("set by JUnit");

    private ParleyProcess parley;

    @BeforeEach
    void start() {
        parley = ParleyProcess.serve(
                unix("reverse"),
                unix("pong"),
                unix("timer"),
                unix("encoder"),
                unix("beanstalk"),
                "--socket-mode",
                "0600");
    }

    @AfterEach
    void stop() {
        parley.close();
    }

    private String unix(String service) {
        return service + "+unix://" + folder.resolve(service + ".sock");
    }

    private static Transcript ok(String... words) {
        return Transcript.of(words).exits(ExitCode.OK);
    }

    @Test
    void isServedAndStopped() {
        assertThat(ok("send", unix("reverse"), "Hello").out()).isEqualTo("olleH\n");
        assertThat(ok("send", unix("reverse"), "--json", "ab").out())
                .contains("\"endpoint\":\"" + unix("reverse") + "\"");
        assertThat(ok("ping", unix("pong"), "--count", "3").out())
                .contains("from " + folder.resolve("pong.sock"))
                .contains("3 sent, 3 received");
        assertThat(ok("time", unix("timer"), "--count", "2").out()).isNotEmpty();
        ok("stop", unix("encoder"));
        assertThat(parley.program().exitCode()).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void isLoaded() {
        assertThat(load(unix("reverse"), "300", "--clients", "3"))
                .contains(unix("reverse"))
                .contains("300 correct")
                .contains("java (pid");
        assertThat(load(unix("reverse"), "200", "--clients", "3", "--connect-per-request"))
                .contains("200 correct");
        assertThat(load(unix("beanstalk"), "100", "--clients", "2"))
                .contains(unix("beanstalk") + ":parley-load")
                .contains("100 complete");
    }

    /** Counted: by time, a stall of a busy machine at the very end would leave some unsent. */
    private static String load(String endpoint, String count, String... more) {
        List<String> words =
                new ArrayList<>(List.of("load", endpoint, "--closed", "--count", count, "--warmup", "100ms"));
        words.addAll(List.of(more));
        return ok(words.toArray(String[]::new)).out();
    }

    @Test
    void isLoadedBySeveralGenerators() {
        try (ParleyProcess coordinator = ParleyProcess.start(
                "load",
                unix("reverse"),
                "--rate",
                "200",
                "--clients",
                "2",
                "--count",
                "200",
                "--warmup",
                "0",
                "--generators",
                "2")) {
            String address = coordinator
                    .program()
                    .awaitText("parley load --join (\\S+:\\d+)")
                    .group(1);
            try (ParleyProcess other = ParleyProcess.start("load", "--join", address)) {
                assertThat(coordinator.program().exitCode())
                        .as(coordinator.err())
                        .isZero();
                assertThat(other.program().exitCode()).as(other.err()).isZero();
            }
            assertThat(coordinator.program().outText()).contains("200 correct");
        }
    }

    @Test
    void isComparedWithServersOnOtherTransports() {
        Transcript compared = ok(
                "compare",
                "pong",
                "--against",
                "own=" + unix("pong"),
                "--engines",
                "selector",
                "--rate",
                "200",
                "--clients",
                "2",
                "--duration",
                "300ms",
                "--warmup",
                "100ms",
                "--rounds",
                "1");
        assertThat(compared.out()).contains("unix").contains("own");
    }

    @Test
    void keepsMessagesInTheTubeBehindTheColon() throws Exception {
        String mail = unix("beanstalk") + ":mail";
        String message = Files.writeString(folder.resolve("note.txt"), "a note").toString();
        ok("put", mail, message);
        assertThat(ok("put", unix("beanstalk"), "-m", "by default", "--json").out())
                .contains("\"tube\":\"default\"");
        assertThat(ok("queue", "stats", unix("beanstalk")).out())
                .contains(unix("beanstalk"))
                .contains("mail");
        assertThat(ok("queue", "peek", mail).out()).contains("a note");
        assertThat(ok("get", mail).out()).isEqualTo("a note");
        ok("put", mail, "-m", "work");
        ok("work", mail, "--exit-when-empty", "--", "sh", "-c", "cat > " + folder.resolve("worked"));
        assertThat(folder.resolve("worked")).hasContent("work");
        Transcript empty = Transcript.of("get", mail).exits(ExitCode.FAILED);
        assertThat(empty.err()).contains("tube 'mail'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            put SOCKET/mail             | behind a Unix socket it is written
            put SOCKET:                 | behind a Unix socket it is written
            put SOCKET:a:b              | tube
            put SOCKET,SOCKET:mail      | a path has no : , ? #
            put beanstalk+unix://x:mail | three slashes
            queue stats SOCKET/mail     | behind a Unix socket it is written
            """)
    void refusesUnclearNamesOfTubes(String words, String reason) {
        String[] split = words.replace("SOCKET", unix("beanstalk")).split(" ", -1);
        Transcript refused = Transcript.of(split).exits(ExitCode.USAGE);
        assertThat(refused.err()).contains(reason).hasLineCount(1);
    }

    @Test
    void talksToSocat() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/socat")), "socat is not installed");
        try (ChildProgram socat =
                ChildProgram.start(List.of("socat", "-t5", "-", "UNIX-CONNECT:" + folder.resolve("beanstalk.sock")))) {
            socat.in().write("put 0 0 10 2\r\nhi\r\nreserve\r\nbad\r\n".getBytes(StandardCharsets.US_ASCII));
            socat.in().close();
            assertThat(socat.exitCode()).isZero();
            assertThat(socat.outText()).isEqualTo("INSERTED 1\r\nRESERVED 1 2\r\nhi\r\nUNKNOWN_COMMAND\r\n");
        }
        Path other = folder.resolve("other.sock");
        try (ChildProgram socat = ChildProgram.start(List.of("socat", "UNIX-LISTEN:" + other, "EXEC:cat"))) {
            assertThat(org.awaitility.Awaitility.await().until(() -> Files.exists(other), there -> there))
                    .isTrue();
            assertThat(ok("send", "echo+unix://" + other, "--framing", "line", "through socat")
                            .out())
                    .isEqualTo("through socat\n");
            assertThat(socat.exitCode()).isZero();
        }
    }
}
