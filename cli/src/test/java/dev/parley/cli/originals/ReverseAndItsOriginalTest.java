package dev.parley.cli.originals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.PythonProgram;
import dev.parley.cli.testing.Transcript;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Seed 000, both ways round. */
@Tag("slow")
class ReverseAndItsOriginalTest {
    private static ParleyProcess parley;

    @BeforeAll
    static void start() {
        PythonProgram.required();
        parley = ParleyProcess.serve("reverse://:0", "-v");
    }

    @AfterAll
    static void stop() {
        if (parley != null) {
            parley.close();
        }
    }

    @Test
    void answersTheOriginalClientByteForByte() {
        String output = PythonProgram.run("seed000_client", Integer.toString(parley.port()), "Hello, world");

        assertThat(output).contains("sending message: b'\\x0cHello, world'", "Response: b'\\x0cdlrow ,olleH'");
        parley.program().awaitText("Received connection from 127\\.0\\.0\\.1:\\d+");
        parley.program().awaitText("received message: b'Hello, world'");
        parley.program().awaitText("sending back message: b'dlrow ,olleH'");
    }

    @Test
    void answersTheLongestAndTheShortestMessageOfTheOriginalClient() {
        String port = Integer.toString(parley.port());
        String longest = "0123456789".repeat(26).substring(0, 255);

        assertThat(PythonProgram.run("seed000_client", port, longest))
                .contains("Response: b'\\xff" + new StringBuilder(longest).reverse() + "'");
        assertThat(PythonProgram.run("seed000_client", port, "")).contains("Response: b'\\x00'");
    }

    @Test
    void sendGetsItsRepliesFromTheOriginalServerOneConnectionEach() {
        try (ChildProgram original = PythonProgram.start("seed000_server", "0", "3")) {
            String endpoint = "reverse://:" + PythonProgram.port(original);

            Transcript sent = Transcript.of("send", endpoint, "Hello, world", "b", "");

            assertThat(sent.exits(ExitCode.OK).out()).isEqualTo("dlrow ,olleH\nb\n\n");
            original.awaitText("received message: b'Hello, world'");
        }
    }

    @Test
    void sendTrimsForTheOriginalServerAndReportsIt() {
        try (ChildProgram original = PythonProgram.start("seed000_server", "0")) {
            String endpoint = "reverse://:" + PythonProgram.port(original);
            String text = "x".repeat(254) + "é";

            Transcript sent = Transcript.of("send", endpoint, text);

            assertThat(sent.exits(ExitCode.FAILED).out()).isEqualTo("x".repeat(254) + "\n");
            assertThat(sent.err()).isEqualTo("parley send: message of 256 bytes trimmed to 254\n");
        }
    }

    @Test
    void reversesBytesNotCharacters() {
        byte[] reply = Transcript.of("send", parley.endpoint().toString(), "aé")
                .exits(ExitCode.OK)
                .outBytes();

        assertThat(reply).isEqualTo(new byte[] {(byte) 0xA9, (byte) 0xC3, 'a', '\n'});
    }
}
