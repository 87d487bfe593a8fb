package dev.parley.cli.originals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.FreePort;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Programs independent of Parley, on either side. */
@Tag("slow")
class OutsideWorldTest {
    @Test
    void ncatPutsIntoTheQueueAndSocatFetchesIt() throws Exception {
        required("ncat");
        required("socat");
        try (ParleyProcess parley = ParleyProcess.serve("queue://:0")) {
            String port = Integer.toString(parley.port());
            // ncat ends its sending side and waits for the close, which comes when the message is stored.
            assertThat(run("from ncat\n", "ncat", "127.0.0.1", port)).isEmpty();
            // -,ignoreeof: socat keeps its sending side open, as the original client does.
            assertThat(run("<<GET>>", "socat", "-t5", "-,ignoreeof", "TCP:127.0.0.1:" + port))
                    .isEqualTo("from ncat\n");
        }
    }

    @Test
    void socatSendsOverUdp() throws Exception {
        required("socat");
        try (ParleyProcess parley = ParleyProcess.serve("echo+udp://:0")) {
            assertThat(run("over UDP", "socat", "-T1", "-", "UDP:127.0.0.1:" + parley.port()))
                    .isEqualTo("over UDP");
        }
    }

    @Test
    void sendTalksToAnEchoServerMadeOfSocat() throws Exception {
        required("socat");
        int port = FreePort.of("tcp");
        Process server = new ProcessBuilder(
                        "socat", "-d", "-d", "TCP-LISTEN:" + port + ",bind=127.0.0.1,reuseaddr,fork", "EXEC:cat")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String listening = "";
            var log = server.errorReader(StandardCharsets.UTF_8);
            while (!listening.contains("listening on")) {
                listening = String.valueOf(log.readLine());
            }
            Transcript transcript = Transcript.of("send", "echo://:" + port, "--framing", "line", "one", "two");
            assertThat(transcript.exits(ExitCode.OK).out()).isEqualTo("one\ntwo\n");
        } finally {
            server.descendants().forEach(ProcessHandle::destroy);
            server.destroy();
            server.waitFor();
        }
    }

    private static void required(String program) {
        assumeThat(List.of("/usr/bin/", "/bin/", "/usr/local/bin/"))
                .as(program + " is not installed; .ci/run installs it")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder + program)));
    }

    private static String run(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
