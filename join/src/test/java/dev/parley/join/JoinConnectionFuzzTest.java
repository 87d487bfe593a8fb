package dev.parley.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged conversations over real connections give messages and then an IOException, and nothing else. */
@Timeout(60)
class JoinConnectionFuzzTest {
    private static final long SEED = Long.getLong("parley.seed", 20_261_129L);
    private static final int CONVERSATIONS = 400;
    private static final int MOST_FRAMES = 6;
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String[] KINDS = {"hello", "settings", "arrived", "ping", "failed", "result", "RESULT", "x", ""
    };
    private static final String[] NUMBERS = {"0", "1", "2", "-1", "1e3", "99999999999999999999", "null", "\"1\"", "[]"};

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesMessagesAndThenAnIOException(boolean trusted) throws IOException {
        Random seeds = new Random(SEED);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int messages = 0;
            for (int i = 0; i < CONVERSATIONS; i++) {
                byte[] sent = conversation(new Random(seeds.nextLong()));
                try {
                    messages += received(server, sent, trusted);
                } catch (RuntimeException | Error | SocketTimeoutException e) {
                    throw new AssertionError("conversation " + i + ", -Dparley.seed=" + SEED + " repeats it: " + e, e);
                }
            }
            assertThat(messages).as("some are not damaged").isPositive();
        }
    }

    private static int received(ServerSocket server, byte[] sent, boolean trusted) throws IOException {
        try (Socket other = new Socket(server.getInetAddress(), server.getLocalPort());
                JoinConnection connection = new JoinConnection(server.accept())) {
            if (trusted) {
                connection.trust();
            }
            other.getOutputStream().write(sent);
            other.shutdownOutput();
            int messages = 0;
            try {
                while (true) {
                    connection.receive(LONG);
                    messages++;
                }
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                assertThat(e)
                        .satisfiesAnyOf(
                                end -> assertThat(end).isInstanceOf(EOFException.class),
                                refused -> assertThat(refused).hasMessageStartingWith("sent "));
                return messages;
            }
        }
    }

    /** Frames that may be messages; in half of all, some bytes are others. */
    private static byte[] conversation(Random random) {
        ByteBuffer out = ByteBuffer.allocate(MOST_FRAMES * 1_000);
        for (int frames = 1 + random.nextInt(MOST_FRAMES); frames > 0; frames--) {
            byte[] frame = frame(random);
            out.putInt(frame.length).put(frame);
        }
        byte[] sent = new byte[out.position() - (random.nextInt(4) == 0 ? random.nextInt(out.position()) : 0)];
        out.get(0, sent);
        if (random.nextBoolean()) {
            for (int damaged = 1 + random.nextInt(4); damaged > 0 && sent.length > 0; damaged--) {
                sent[random.nextInt(sent.length)] = (byte) random.nextInt(256);
            }
        }
        return sent;
    }

    private static byte[] frame(Random random) {
        if (random.nextInt(4) == 0) {
            byte[] attachment = new byte[random.nextInt(100)];
            random.nextBytes(attachment);
            return attachment;
        }
        boolean usual = random.nextBoolean();
        return ("{\"kind\":\"" + KINDS[random.nextInt(usual ? 6 : KINDS.length)] + "\",\"text\":\""
                        + "é\\u0000".repeat(random.nextInt(9))
                        + "\",\"number\":" + NUMBERS[random.nextInt(usual ? 3 : NUMBERS.length)] + ",\"attachments\":"
                        + NUMBERS[random.nextInt(usual ? 3 : NUMBERS.length)] + "}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
