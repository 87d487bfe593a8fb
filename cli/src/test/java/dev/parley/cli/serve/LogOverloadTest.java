package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging cannot hurt: whatever becomes of the lines, the server serves, and it ends when it is to end. */
@Tag("slow")
class LogOverloadTest {
    private static final Pattern SUMMARY =
            Pattern.compile("\\.\\.\\. (\\d+) similar lines from 127\\.0\\.0\\.1 in the last");
    private static final int PUTS = 300;
    /** With -v at least two lines each: several times what a pipe holds. */
    private static final int REQUESTS = 1000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"selector", "virtual", "threads"})
    void aStandardErrorThatNobodyReadsHoldsUpNobody(String engine) throws Exception {
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(
                        ParleyProcess.command("serve", "reverse://:0", "-v", "--engine", engine, "--drain", "5s"))
                .redirectOutput(out.toFile())
                .start(); // its standard error is a pipe, which this test never reads
        try {
            byte[] request = new byte[201];
            Arrays.fill(request, (byte) 'x');
            request[0] = (byte) 200;
            try (RawClient client = RawClient.connect(listening(out))) {
                for (int i = 0; i < REQUESTS; i++) {
                    assertThat(client.send(request).receive(request.length)).isEqualTo(request);
                }
            }
            process.destroy();
            assertThat(process.waitFor(ChildProgram.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitCode.OK);
        } finally {
            process.destroyForcibly();
        }
    }

    private static InetSocketAddress listening(Path out) {
        Pattern ready = Pattern.compile("ready \\S+:(\\d+)\n");
        Matcher[] found = new Matcher[1];
        await().atMost(ChildProgram.PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    found[0] = ready.matcher(Files.readString(out));
                    return found[0].find();
                });
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(found[0].group(1)));
    }

    @Test
    void oneAddressFillsTheLogWithTenLinesASecondAndTheirNumber() throws IOException {
        try (ParleyProcess parley = ParleyProcess.serve("queue://:0", "--queue-messages", "1")) {
            for (int i = 0; i <= PUTS; i++) {
                put(parley.address());
            }
            assertThat(parley.stop("TERM")).isEqualTo(ExitCode.OK);

            List<String> lines = parley.err().lines().toList();
            long shown = lines.stream()
                    .filter(line -> line.contains("the queue is full"))
                    .count();
            long more = lines.stream()
                    .map(SUMMARY::matcher)
                    .filter(Matcher::find)
                    .mapToLong(summary -> Long.parseLong(summary.group(1)))
                    .sum();
            assertThat(shown).as(parley.err()).isBetween(10L, PUTS - 1L);
            assertThat(shown + more).isEqualTo(PUTS);
        }
    }

    private static void put(InetSocketAddress address) throws IOException {
        try (RawClient client = RawClient.connect(address)) {
            client.send("x").socket().shutdownOutput();
            client.receiveToEnd();
        }
    }

    @Test
    void aFullDiskIsReportedOnceAndTheServerServesOn() throws IOException {
        Files.createSymbolicLink(folder.resolve("parley-serve.log"), Path.of("/dev/full"));
        try (ParleyProcess parley = ParleyProcess.serve("reverse://:0", "--log-dir", folder.toString(), "-v")) {
            reversed(parley);
            parley.program().awaitText("logging: .*: No space left on device");
            reversed(parley);

            assertThat(parley.stop("TERM")).isEqualTo(ExitCode.OK);
            assertThat(parley.err().lines().filter(line -> line.contains("No space left")))
                    .hasSize(1);
        }
    }

    @Test
    void aLogFolderThatIsRemovedIsReportedAndMadeAgain() throws IOException {
        Path logs = Files.createDirectory(folder.resolve("logs"));
        Path file = logs.resolve("parley-serve.log");
        try (ParleyProcess parley = ParleyProcess.serve("reverse://:0", "--log-dir", logs.toString(), "-v")) {
            await().until(() -> Files.exists(file));
            Files.delete(file);
            Files.delete(logs);
            await().atMost(ChildProgram.PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        reversed(parley);
                        return Files.exists(file);
                    });
            assertThat(parley.stop("TERM")).isEqualTo(ExitCode.OK);
            assertThat(parley.err()).containsOnlyOnce("log file " + file + " was removed; it is written anew");
            assertThat(Files.readString(file, StandardCharsets.UTF_8)).contains("received message");
        }
    }

    private static void reversed(ParleyProcess parley) throws IOException {
        try (RawClient client = RawClient.connect(parley.address())) {
            assertThat(client.send((byte) 2, (byte) 'a', (byte) 'b').receive(3)).isEqualTo(new byte[] {2, 'b', 'a'});
        }
    }
}
