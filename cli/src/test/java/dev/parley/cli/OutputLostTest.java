package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.ScriptedServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data that could not be written is never success. */
class OutputLostTest {
    private static final Path FULL = Path.of("/dev/full");
    private static ParleyProcess parley;

    @BeforeAll
    static void start() {
        parley = ParleyProcess.serve("reverse://:0", "pong://:0", "timer://:0", "queue://:0");
    }

    @AfterAll
    static void stop() {
        parley.close();
    }

    private static String[] words(String command) {
        for (int i = 0; i < parley.endpoints().size(); i++) {
            String service = parley.endpoints().get(i).service();
            command = command.replace("@" + service, parley.endpoints().get(i).toString());
        }
        return command.split(" ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "send @reverse hello",
                "ping @pong --count 1",
                "time @timer --count 1",
                "put @queue /dev/null",
                "--help",
                "send --help",
                "--version",
                "send --version"
            })
    void aFullDiskIsAnErrorInOneLine(String command) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = Main.run(console("No space left on device", err), words(command));

        String name = command.startsWith("-") ? "parley" : "parley " + command.substring(0, command.indexOf(' '));
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo(name + ": cannot write to standard output: No space left on device\n");
        assertThat(code).isEqualTo(ExitCode.IO_ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"send @reverse hello", "ping @pong --count 1", "--help", "send --help"})
    void aReaderThatHasEnoughIsLeftInSilence(String command) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = Main.run(console("Broken pipe", err), words(command));

        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(code).isEqualTo(ExitCode.OUTPUT_CLOSED);
    }

    @ParameterizedTest
    @CsvSource({"ping,pong,4,2", "time,timer,36,1"})
    void nothingMoreIsSentWhenNothingMoreIsRead(String command, String service, int requestBytes, int sent)
            throws IOException {
        AtomicInteger requests = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer(client -> {
            byte[] request = client.getInputStream().readNBytes(requestBytes);
            while (request.length == requestBytes) {
                requests.incrementAndGet();
                client.getOutputStream()
                        .write(("UUID: " + new String(request, StandardCharsets.US_ASCII)
                                        + " received after 0.000001 seconds")
                                .replaceFirst("^UUID: ping.*", "pong")
                                .getBytes(StandardCharsets.US_ASCII));
                request = client.getInputStream().readNBytes(requestBytes);
            }
        })) {
            int code = Main.run(
                    console("Broken pipe", new ByteArrayOutputStream()),
                    command,
                    server.at(service),
                    "--count",
                    "1000");

            assertThat(code).isEqualTo(ExitCode.OUTPUT_CLOSED);
            assertThat(requests)
                    .as("ping's first call is not counted and not printed")
                    .hasValue(sent);
        }
    }

    @Test
    void aServerThatCannotSayThatItIsReadyEnds() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = Main.run(console("No space left on device", err), "serve", "reverse://:0");

        assertThat(code).isEqualTo(ExitCode.IO_ERROR);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("parley serve: cannot write to standard output: No space left on device\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"send @reverse hello", "--help", "doctor", "serve reverse://:0", "load @reverse --duration 1s"})
    @Tag("slow")
    void theRealDeviceThatIsFullToo(String command) {
        boolean full = Files.isWritable(FULL);
        if (!full) {
            System.err.println("skipped: there is no /dev/full");
        }
        assumeTrue(full, "no /dev/full");
        String typed = ParleyProcess.command(words(command)).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        try (ChildProgram program = ChildProgram.start(List.of("/bin/sh", "-c", "exec " + typed + " > " + FULL))) {
            assertThat(program.exitCode()).as(program.errText()).isEqualTo(ExitCode.IO_ERROR);
            assertThat(program.errText())
                    .contains("cannot write to standard output: ")
                    .doesNotContain("\tat ");
        }
    }

    private static Console console(String reason, ByteArrayOutputStream err) {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
        return new Console(new ByteArrayInputStream(new byte[0]), broken, err);
    }
}
