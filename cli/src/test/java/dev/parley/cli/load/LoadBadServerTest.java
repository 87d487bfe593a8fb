package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.JsonText;
import dev.parley.cli.testing.ScriptedServer;
import dev.parley.cli.testing.Transcript;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the server does, a load ends with a valid document that is marked with the reason, or with a clear error. */
@Timeout(60)
class LoadBadServerTest {
    private static String oneMessage(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        int length = in.read();
        if (length >= 0) {
            in.readFully(new byte[length]);
        }
        return length < 0 ? "" : "a".repeat(length);
    }

    private static Transcript load(ScriptedServer server, String... words) {
        return loadFramed(server, "len8", words);
    }

    private static Transcript loadFramed(ScriptedServer server, String framing, String... words) {
        List<String> all = List.of(
                "load", server.at("echo"), "--framing", framing, "--clients", "1", "--warmup", "0", "--json", "-");
        return Transcript.of(Stream.concat(all.stream(), Stream.of(words)).toArray(String[]::new));
    }

    private static void assertMarked(Transcript ended, String... reasons) {
        assertThat(JsonText.names(ended.out()))
                .contains("schemaVersion", "verdict", "reasons", "response", "hdrHistogram", "process");
        assertThat(ended.out())
                .contains("\"trustworthy\" : false")
                .contains(reasons)
                .doesNotContainPattern("[:\\[,] -?(NaN|Infinity)");
    }

    @Test
    void serverThatDiesHalfWay() throws IOException {
        ScriptedServer[] dying = new ScriptedServer[1];
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.getOutputStream().write(framed(oneMessage(client)));
            oneMessage(client);
            dying[0].close();
        })) {
            dying[0] = server;
            Transcript ended =
                    load(server, "--rate", "100", "--duration", "400ms").exits(ExitCode.FAILED);
            assertMarked(ended, "without a reply", "\"closed\" : 1", "\"unsent\" : ");
        }
    }

    private static byte[] framed(String text) {
        byte[] framed = new byte[text.length() + 1];
        framed[0] = (byte) text.length();
        for (int i = 0; i < text.length(); i++) {
            framed[i + 1] = (byte) text.charAt(i);
        }
        return framed;
    }

    @Test
    void serverThatAnswersGarbage() throws IOException {
        try (ScriptedServer server = new ScriptedServer(client -> {
            while (!oneMessage(client).isEmpty()) {
                client.getOutputStream().write(new byte[] {3, -1, 0, -1});
            }
        })) {
            Transcript ended = load(server, "--closed", "--count", "20").exits(ExitCode.FAILED);
            assertMarked(ended, "20 replies were not the expected ones", "\"wrong\" : 20");
        }
    }

    @Test
    void serverWhoseRepliesAreNotMessagesOfTheProtocol() throws IOException {
        try (ScriptedServer server = new ScriptedServer(client -> {
            client.getInputStream().readNBytes(68);
            client.getOutputStream().write(new byte[] {-1, -1, -1, -1});
            client.getInputStream().read();
        })) {
            Transcript ended =
                    loadFramed(server, "len32", "--closed", "--count", "3").exits(ExitCode.FAILED);
            assertMarked(ended, "no replies received", "\"malformed\" : 3");
        }
    }

    @Test
    void serverThatNeverAnswers() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(client -> client.getInputStream().readAllBytes())) {
            Transcript ended = load(server, "--rate", "50", "--duration", "200ms", "--timeout", "100ms")
                    .exits(ExitCode.FAILED);
            assertMarked(ended, "no replies received");
            assertThat(ended.err()).endsWith("parley load: no replies received\n");
        }
    }

    @Test
    void rateNoMachineReachesIsAMarkedResultAndOneBeyondThatAUsageError() throws IOException {
        try (ScriptedServer server = new ScriptedServer(client -> {
            for (String message = oneMessage(client); !message.isEmpty(); message = oneMessage(client)) {
                client.getOutputStream().write(framed(message));
            }
        })) {
            Transcript ended =
                    load(server, "--rate", "5000000", "--duration", "100ms").exits(ExitCode.FAILED);
            assertMarked(ended, "target rate not kept");
            assertThat(load(server, "--rate", "10000001").exits(ExitCode.USAGE).err())
                    .contains("rate must be greater than 0 and at most 10,000,000/s: 10000001");
            assertThat(load(server, "--rate", "0-100").exits(ExitCode.USAGE).err())
                    .contains("rate must be greater than 0");
        }
    }

    @Test
    void fullDiskUnderTheDocumentIsAClearErrorAfterTheTable() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full here, so no full disk");
        try (ScriptedServer server = new ScriptedServer(client -> {
            while (!oneMessage(client).isEmpty()) {
                client.getOutputStream().write(new byte[] {0});
            }
        })) {
            Transcript ended = Transcript.of(
                            "load",
                            server.at("echo"),
                            "--framing",
                            "len8",
                            "--clients",
                            "1",
                            "--closed",
                            "--count",
                            "20",
                            "--warmup",
                            "0",
                            "--json",
                            "/dev/full")
                    .exits(ExitCode.IO_ERROR);
            assertThat(ended.err()).endsWith("parley load: cannot write /dev/full: No space left on device\n");
            assertThat(ended.out()).contains("verdict: ");
        }
    }
}
