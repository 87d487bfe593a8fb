package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I5: whatever a client sends, each event is one line of the log, and nothing in it moves a cursor or turns the text. */
@Tag("slow")
class ForgedLogTest {
    private static final String FORGERY =
            "x\r\n2024-08-29 17:37:53,230+00:00 - INFO - [main] forged\u001b[2J\u0007\u2028\u2029\u0085\u202e\u2066\u200f\u0000end";
    private static final String LINE =
            "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3}[+-]\\d\\d:\\d\\d - [A-Z]+ - \\[[^]]+\\] .+";
    private static final int LONGEST_LINE = 700;

    @ParameterizedTest
    @ValueSource(strings = {"reverse", "queue", "pong", "timer", "encoder", "echo"})
    void oneEventIsOneLineWhateverAClientSends(String service) throws IOException {
        try (ParleyProcess parley = ParleyProcess.serve(service + "://:0", "-v")) {
            try (RawClient client = RawClient.connect(parley.address())) {
                byte[] text = FORGERY.getBytes(StandardCharsets.UTF_8);
                if (service.equals("reverse")) {
                    client.send((byte) text.length);
                }
                client.send(text).socket().shutdownOutput();
                client.receiveToEnd();
            }
            parley.program().awaitText("forged");

            assertThat(parley.stop("TERM")).isZero();
            assertSafe(parley);
            assertThat(parley.err().lines().filter(line -> line.contains("forged")))
                    .isNotEmpty()
                    .allMatch(line -> line.contains(" message: "));
        }
    }

    @Test
    void aMebibyteOfTextIsCutWithItsLength() throws IOException {
        byte[] text = new byte[1 << 20];
        new Random(1).nextBytes(text);
        try (ParleyProcess parley = ParleyProcess.serve("queue://:0", "echo://:0", "-v", "--max-message", "2MiB")) {
            try (RawClient client = RawClient.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(),
                    parley.endpoints().getFirst().port()))) {
                client.send(text).socket().shutdownOutput();
                assertThat(client.receiveToEnd()).isEmpty();
            }
            parley.program().awaitText("stored 1048576 bytes");

            assertThat(parley.stop("TERM")).isZero();
            assertSafe(parley);
            assertThat(parley.err()).contains("received message: Put[1048576 bytes, ", "stored 1048576 bytes");
        }
    }

    private static void assertSafe(ParleyProcess parley) {
        List<String> lines = List.of(parley.err().split("\n", -1));
        assertThat(lines.subList(0, lines.size() - 1))
                .allMatch(line -> line.matches(LINE))
                .allMatch(line -> line.length() < LONGEST_LINE);
        assertThat(parley.err()
                        .codePoints()
                        .filter(c -> c != '\n')
                        .filter(ForgedLogTest::moves)
                        .count())
                .isZero();
    }

    private static boolean moves(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
