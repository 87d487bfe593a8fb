package dev.parley.cli.originals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.PythonProgram;
import dev.parley.cli.testing.RawClient;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seed 001, both ways round and on both transports. */
@Tag("slow")
class QueueAndItsOriginalTest {
    private static final String TEXT = "This is message one. I am 41 characters.";

    @TempDir
    Path folder;

    @BeforeEach
    void python() {
        PythonProgram.required();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @ParameterizedTest
    @CsvSource({"tcp, Error - no messages in queue.", "udp, Error: No messages."})
    void keepsTheFilesOfTheOriginalClientInOrder(String transport, String emptyText) throws IOException {
        try (ParleyProcess parley = ParleyProcess.serve("queue+" + transport + "://:0", "-v")) {
            String port = Integer.toString(parley.port());
            String large = "L".repeat(4000);

            assertThat(python(port, transport, "send", file("one", TEXT))).contains("Sent: 41 bytes");
            parley.program().awaitText("stored 41 bytes, queue size 1");
            assertThat(python(port, transport, "send", file("two", large))).contains("Sent: 4001 bytes");
            parley.program().awaitText("stored 3000 bytes, queue size 2");
            parley.program().awaitText("message too long, its first 3000 bytes are kept");

            assertThat(python(port, transport, "receive")).endsWith("Received: \n " + TEXT + "\n\n");
            assertThat(python(port, transport, "receive"))
                    .contains("L".repeat(3000))
                    .doesNotContain("L".repeat(3001));
            assertThat(python(port, transport, "receive")).endsWith("Received: \n " + emptyText + "\n");
        }
    }

    private static String python(String port, String transport, String mode, String... file) {
        String[] words = new String[4 + file.length];
        System.arraycopy(new String[] {"127.0.0.1", port, transport, mode}, 0, words, 0, 4);
        System.arraycopy(file, 0, words, 4, file.length);
        return PythonProgram.run("seed001_client", words);
    }

    @ParameterizedTest
    @CsvSource({"tcp, Error - no messages in queue.", "udp, Error: No messages."})
    void putAndGetSpeakToTheOriginalServer(String transport, String emptyText) throws IOException {
        try (ChildProgram original = PythonProgram.start("seed001_server", "0", transport)) {
            String endpoint = "queue+" + transport + "://:" + PythonProgram.port(original);

            Transcript empty = Transcript.of("get", endpoint).exits(ExitCode.FAILED);
            assertThat(empty.err()).isEqualTo(emptyText + "\n");
            assertThat(empty.outBytes()).isEmpty();

            Transcript put = Transcript.of("put", endpoint, file("one", TEXT), file("two", "zwei"));
            assertThat(put.exits(ExitCode.OK).out()).isEqualTo("Sent: 40 bytes\nSent: 4 bytes\n");
            assertThat(Transcript.of("put", endpoint, "--newline", file("three", TEXT))
                            .out())
                    .isEqualTo("Sent: 41 bytes\n");

            assertThat(Transcript.of("get", endpoint).exits(ExitCode.OK).out()).isEqualTo(TEXT);
            assertThat(Transcript.of("get", endpoint).exits(ExitCode.OK).out()).isEqualTo("zwei");
            assertThat(Transcript.of("get", endpoint).exits(ExitCode.OK).out()).isEqualTo(TEXT + "\n");
            Transcript.of("get", endpoint).exits(ExitCode.FAILED);
        }
    }

    /**
     * The original ends its side, which is its way to say that it stored the message, and resets the connection a moment
     * later. Which of both a client sees depends on how much it still had to send.
     */
    @Test
    void putOfMoreThanTheOriginalReadsFailsWhereTheResetIsSeen() throws IOException {
        try (ChildProgram original = PythonProgram.start("seed001_server", "0", "TCP")) {
            String endpoint = "queue://:" + PythonProgram.port(original);

            Transcript put = Transcript.of("put", endpoint, file("large", "L".repeat(300_000)));

            if (put.exitCode() == ExitCode.OK) {
                assertThat(put.out()).isEqualTo("Sent: 300000 bytes\n");
            } else {
                assertThat(put.exits(ExitCode.FAILED).out()).isEmpty();
                assertThat(put.err()).contains("a server of the original kind keeps only the first 3000 bytes");
            }
            assertThat(Transcript.of("get", endpoint).exits(ExitCode.OK).out()).isEqualTo("L".repeat(3000));
        }
    }

    @Test
    void keepsAnEmptyFileAsAMessage() throws IOException {
        try (ParleyProcess parley = ParleyProcess.serve("queue://:0");
                RawClient raw = RawClient.connect(parley.address())) {
            String endpoint = parley.endpoint().toString();
            raw.socket().shutdownOutput();
            assertThat(raw.receiveToEnd()).isEmpty();

            assertThat(Transcript.of("put", endpoint, file("empty", ""))
                            .exits(ExitCode.OK)
                            .out())
                    .isEqualTo("Sent: 0 bytes\n");
            assertThat(Transcript.of("get", endpoint).exits(ExitCode.OK).outBytes())
                    .isEmpty();
            assertThat(Transcript.of("get", endpoint).exits(ExitCode.OK).outBytes())
                    .isEmpty();
            Transcript.of("get", endpoint).exits(ExitCode.FAILED);
        }
    }

    @Test
    void rejectRefusesWhatIsTooLongAndPutReportsIt() throws IOException {
        try (ParleyProcess parley = ParleyProcess.serve("queue://:0", "--too-long", "reject")) {
            String endpoint = parley.endpoint().toString();

            Transcript put = Transcript.of("put", endpoint, file("large", "x".repeat(3001)));

            assertThat(put.exits(ExitCode.FAILED).err()).startsWith("parley put: Error - message not stored: ");
            assertThat(put.out()).isEmpty();
            Transcript.of("get", endpoint).exits(ExitCode.FAILED);
        }
    }

    @Test
    void answersAGetAsSoonAsItsSevenBytesAreThere() throws IOException {
        try (ParleyProcess parley = ParleyProcess.serve("queue://:0");
                RawClient raw = RawClient.connect(parley.address())) {
            raw.send("<<GE").send("T>>");

            assertThat(new String(raw.receiveToEnd(), StandardCharsets.US_ASCII))
                    .isEqualTo("Error - no messages in queue.");
        }
    }
}
