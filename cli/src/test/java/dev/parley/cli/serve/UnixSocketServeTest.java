package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code serve} on Unix sockets: who may connect, whose the file is, and what is said. */
@Tag("slow")
class UnixSocketServeTest {
    @TempDir
    Path folder = Path.of("set by JUnit");

    private Path path() {
        return folder.resolve("x.sock");
    }

    private String endpoint() {
        return "reverse+unix://" + path();
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "selector", "threads", "virtual"})
    void saysWhereItIsReadyAndLeavesNothingBehind(String engine) throws Exception {
        try (ParleyProcess parley = ParleyProcess.serve(endpoint(), "--engine", engine)) {
            assertThat(parley.program().outText()).isEqualTo("ready " + endpoint() + "\n");
            assertThat(permissions()).isEqualTo("rw-------");
            assertThat(Transcript.of("send", endpoint(), "abc")
                            .exits(ExitCode.OK)
                            .out())
                    .isEqualTo("cba\n");
            assertThat(parley.stop("TERM")).isZero();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void saysItInJson() {
        try (ParleyProcess parley = ParleyProcess.start("serve", endpoint(), "--json")) {
            parley.program()
                    .awaitText(
                            "\\{\"kind\":\"ready\",\"endpoint\":\"" + endpoint().replace("+", "\\+")
                                    + "\",\"address\":\"" + path() + "\",\"port\":null,\"engine\":\"threads\"\\}");
        }
    }

    /** With a umask that leaves a new file to all, the socket is made where nobody else can enter. */
    @ParameterizedTest
    @CsvSource({"0022, 0660, rw-rw----", "0000, 0660, rw-rw----", "0000, 600, rw-------", "0077, 0666, rw-rw-rw-"})
    void setsWhoMayConnect(String umask, String mode, String permissions) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
        command.addAll(ParleyProcess.command("serve", endpoint(), "--socket-mode", mode));
        try (ChildProgram parley = ChildProgram.start(command)) {
            parley.awaitText("ready ");
            assertThat(permissions()).isEqualTo(permissions);
            assertThat(Transcript.of("send", endpoint(), "abc")
                            .exits(ExitCode.OK)
                            .out())
                    .isEqualTo("cba\n");
            try (var files = Files.list(folder)) {
                assertThat(files).containsExactly(path());
            }
            parley.signal("TERM");
            assertThat(parley.exitCode()).isZero();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void replacesTheSocketOfAServerThatWasKilledAndNotOfOneThatRuns() throws Exception {
        try (ParleyProcess killed = ParleyProcess.serve(endpoint())) {
            Transcript refused = Transcript.of("serve", endpoint()).exits(ExitCode.UNAVAILABLE);
            assertThat(refused.err())
                    .isEqualTo("parley serve: cannot listen on " + endpoint()
                            + ": another program listens there; stop it, or choose another path\n");
            killed.stop("KILL");
        }
        assertThat(path()).exists();
        assertThat(Transcript.of("send", endpoint(), "abc")
                        .exits(ExitCode.UNAVAILABLE)
                        .err())
                .isEqualTo("parley send: cannot connect to " + endpoint()
                        + ": connection refused; is a server listening there?\n");
        try (ParleyProcess next = ParleyProcess.serve(endpoint())) {
            assertThat(Transcript.of("send", endpoint(), "abc")
                            .exits(ExitCode.OK)
                            .out())
                    .isEqualTo("cba\n");
            assertThat(next.stop("TERM")).isZero();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void neverDeletesWhatIsNotASocket() throws Exception {
        Files.writeString(path(), "letters");
        Transcript refused = Transcript.of("serve", endpoint()).exits(ExitCode.UNAVAILABLE);
        assertThat(refused.err()).contains("exists and is not a socket").hasLineCount(1);
        assertThat(path()).hasContent("letters");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            serve reverse+unix                                   | three slashes
            serve reverse+unix:///tmp/LONG                       | at most 107 are possible
            serve reverse+unix:///tmp/x.sock:8080                | a path has no :
            serve queue+unix:///tmp/x.sock                       | does not support Unix sockets
            serve reverse+unix:///tmp/x.sock --framing end       | does not support Unix sockets
            send reverse+unix:///tmp/x.sock --framing end a      | does not support Unix sockets
            serve reverse --socket-mode 0660                     | --socket-mode requires a Unix socket
            serve reverse+unix:///tmp/x.sock --socket-mode 888   | three octal digits
            serve reverse+unix:///tmp/x.sock --socket-mode 4755  | three octal digits
            serve reverse+unix:///tmp/x.sock --max-clients-per-address 5 | whose clients have no address
            compare reverse+unix:///tmp/x.sock                   | compare starts servers itself
            """)
    void refusesWhatCannotBe(String words, String reason) {
        Transcript refused = Transcript.of(
                        words.replace("LONG", "x".repeat(110)).split(" ", -1))
                .exits(ExitCode.USAGE);
        assertThat(refused.err()).contains(reason);
    }

    @Test
    void reportsThatThereIsNoRightToTheSocketOrItsDirectory() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv is not installed");
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can become nobody");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (ParleyProcess parley = ParleyProcess.serve(endpoint())) {
            List<String> nobody = List.of("socat", "-u", "OPEN:/dev/null", "UNIX-CONNECT:" + path());
            assertThat(asNobody(nobody)).contains("Permission denied");
            assertThat(parley.program().alive()).isTrue();
        }
    }

    private static String asNobody(List<String> words) {
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--clear-groups"));
        command.addAll(words);
        try (ChildProgram program = ChildProgram.start(command)) {
            program.exitCode();
            return program.errText();
        }
    }
}
