package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code -v} and {@code --log-dir} write, as a person and a log collector find it. */
@Tag("slow")
class LogFilesTest {
    private static final String LINE = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3}[+-]\\d\\d:\\d\\d"
            + " - (DEBUG|INFO|WARN) - \\[[^]]+\\] .+";
    private static final long FILE_BYTES = 10 * 1024;

    @TempDir
    Path folder;

    @Test
    void filesStayNearTheirSizeAndAreFiveAtMost() throws IOException {
        Path logs = folder.resolve("deep/logs");
        try (ParleyProcess parley =
                ParleyProcess.serve("reverse://:0", "-v", "--log-dir", logs.toString(), "--log-size", "10KiB")) {
            String lines = IntStream.range(0, 1000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
            Transcript.withInput(
                            lines.getBytes(StandardCharsets.UTF_8),
                            "send",
                            parley.endpoint().toString())
                    .exits(ExitCode.OK);
            assertThat(parley.stop("TERM")).isZero();

            List<Path> files = files(logs);
            assertThat(files).hasSize(5).allMatch(file -> file.toString().contains("parley-serve.log"));
            for (Path file : files) {
                assertThat(Files.size(file)).isLessThan(FILE_BYTES + 1024);
                assertThat(Files.readAllLines(file)).isNotEmpty().allMatch(line -> line.matches(LINE));
            }
            assertThat(String.join("\n", Files.readAllLines(logs.resolve("parley-serve.log"))))
                    .contains("received message: b'line 999'", "sending back message: b'999 enil'");
            assertThat(parley.err().lines()).allMatch(line -> line.matches(LINE));
        }
    }

    @Test
    void theTimersClientAndServerBothWriteFiles() throws IOException {
        Path logs = folder.resolve("logs");
        try (ParleyProcess server = ParleyProcess.serve("timer://:0", "--log-dir", logs.toString());
                ParleyProcess client = ParleyProcess.start(
                        "time", server.endpoint().toString(), "--count", "3", "--log-dir", logs.toString())) {
            assertThat(client.program().exitCode()).as(client.err()).isZero();

            assertThat(files(logs))
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("parley-serve.log", "parley-time.log");
            assertThat(Files.readAllLines(logs.resolve("parley-time.log")))
                    .hasSize(6)
                    .allMatch(line -> line.matches(LINE));
            assertThat(Files.readString(logs.resolve("parley-serve.log")))
                    .contains(" - INFO - [main] Server started on 127.0.0.1:");
        }
    }

    @Test
    void verboseSendLogsWhatTheOriginalPrints() {
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0");
                ParleyProcess client =
                        ParleyProcess.start("send", server.endpoint().toString(), "-v", "Hello, world")) {
            assertThat(client.program().exitCode()).isZero();

            assertThat(client.program().outText()).isEqualTo("dlrow ,olleH\n");
            assertThat(client.err())
                    .contains("Parsing parameters: ", "sending message: b'Hello, world'", "Response: b'dlrow ,olleH'");
            assertThat(client.err().lines()).allMatch(line -> line.matches(LINE));
        }
    }

    @Test
    void withoutVerboseNoMessageIsLogged() {
        try (ParleyProcess server = ParleyProcess.serve("reverse://:0")) {
            Transcript.of("send", server.endpoint().toString(), "secret").exits(ExitCode.OK);
            assertThat(server.stop("TERM")).isZero();

            assertThat(server.err())
                    .contains(" - INFO - [main] Server started on 127.0.0.1:")
                    .containsPattern(" - INFO - \\[main\\] stopped: [01] conversations? drained\n")
                    .hasLineCount(2);
        }
    }

    @Test
    void aLogFolderThatIsAFileIsReportedInOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(Transcript.of("serve", "pong://:0", "--log-dir", file.toString())
                        .exits(ExitCode.IO_ERROR)
                        .err())
                .isEqualTo("parley serve: cannot write logs to " + file + ": it is not a folder nor can become one\n");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
