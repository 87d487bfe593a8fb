package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.RawClient;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that never reads, one that dribbles, one that resets: no other client is disturbed, and the first two are cut. */
@Tag("slow")
class BadNeighbourTest {
    private static final byte[] REQUEST = {5, 'h', 'e', 'l', 'l', 'o'};
    private static final byte[] REPLY = {5, 'o', 'l', 'l', 'e', 'h'};
    private static final int PIPELINED = 10_000;

    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads", "virtual"})
    void aClientThatNeverReadsIsCutAndDisturbsNobody(String engine) throws IOException {
        try (ParleyProcess parley = serve(engine, "--write-timeout", "500ms");
                SocketChannel greedy = SocketChannel.open()) {
            greedy.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            greedy.connect(parley.address());
            greedy.configureBlocking(false);
            writeUntilNothingIsTaken(greedy);
            assertServes(parley);

            // What was not read is lost with a reset, which the next write reports.
            await().untilAsserted(() -> assertThatThrownBy(() -> greedy.write(ByteBuffer.allocate(1)))
                    .isInstanceOf(IOException.class));
            assertServes(parley);
        }
    }

    /** Messages of 255 zero bytes, until a tenth of a second passes in which the server takes none. */
    private static void writeUntilNothingIsTaken(SocketChannel greedy) throws IOException {
        ByteBuffer requests = ByteBuffer.allocate(PIPELINED * 256);
        while (requests.hasRemaining()) {
            requests.put((byte) 255).put(new byte[255]);
        }
        requests.flip();
        try (Selector writable = Selector.open()) {
            greedy.register(writable, SelectionKey.OP_WRITE);
            while (writable.select(100) > 0) {
                writable.selectedKeys().clear();
                greedy.write(requests);
                if (!requests.hasRemaining()) {
                    requests.rewind();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads", "virtual"})
    void aClientThatSendsAByteNowAndThenIsCutAndDisturbsNobody(String engine) throws IOException {
        try (ParleyProcess parley = serve(engine, "--message-timeout", "500ms");
                RawClient slow = RawClient.connect(parley.address())) {
            slow.socket().setSoTimeout(100);
            slow.send((byte) 200);
            boolean cut = false;
            for (int i = 0; i < 50 && !cut; i++) {
                cut = sendsAByteInVain(slow);
                assertServes(parley);
            }

            assertThat(cut).isTrue();
        }
    }

    /** Sends a byte and looks for an answer for a tenth of a second. */
    private static boolean sendsAByteInVain(RawClient slow) throws IOException {
        try {
            slow.send((byte) 'x');
            return slow.receive(1).length == 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads", "virtual", "sequential"})
    void clientsThatResetInMidMessageDisturbNobody(String engine) throws IOException {
        try (ParleyProcess parley = serve(engine)) {
            for (int i = 0; i < 20; i++) {
                RawClient.connect(parley.address()).send((byte) 200, (byte) 'x').reset();
            }

            assertServes(parley);
            assertThat(parley.err()).doesNotContain("[ERROR]");
        }
    }

    private static ParleyProcess serve(String engine, String... options) {
        String[] words = new String[3 + options.length];
        System.arraycopy(new String[] {"reverse://:0", "--engine", engine}, 0, words, 0, 3);
        System.arraycopy(options, 0, words, 3, options.length);
        return ParleyProcess.serve(words);
    }

    private static void assertServes(ParleyProcess parley) throws IOException {
        try (RawClient client = RawClient.connect(parley.address())) {
            assertThat(client.send(REQUEST).receive(REPLY.length)).isEqualTo(REPLY);
        }
    }
}
