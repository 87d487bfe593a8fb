package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.core.ClientSession;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.Transport;
import dev.parley.services.Catalog;
import dev.parley.services.ServiceType;
import dev.parley.testkit.Cuts;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client reads from a server that may send anything. */
class RepliesFuzzTest {
    private static final int LIMIT_BYTES = 20;

    static Stream<byte[]> seeds() {
        return Stream.concat(
                Seeds.text("Error - no messages in queue.", "Error: No messages.", "pong"),
                Seeds.hex("03 61 62 63 00", "00 00 00 00 00 00 00 01 00 02 00 00 00 0F 61", "FF"));
    }

    @MethodSource("seeds")
    @FuzzTest
    void areRepliesOrAProtocolExceptionForEachService(byte[] input) {
        for (ServiceType<?, ?> type : Catalog.all()) {
            for (Transport transport : type.serving().transports()) {
                check(type.protocol().apply(transport), transport == Transport.UDP, input);
            }
        }
    }

    private static <Q, R> void check(Protocol<Q, R> protocol, boolean datagrams, byte[] input) {
        List<byte[]> pieces = Cuts.atRandom(input, new Random(Arrays.hashCode(input)));
        if (datagrams) {
            Decoding.datagrams(protocol.responseFraming(), protocol.responses(), input);
            read(ClientSession.datagrams(protocol, LIMIT_BYTES), List.of(input));
            read(ClientSession.datagrams(protocol, LIMIT_BYTES), pieces);
        } else {
            Decoding.stream(protocol.responseFraming(), protocol.responses(), input);
            read(ClientSession.stream(protocol, LIMIT_BYTES), List.of(input));
            read(ClientSession.stream(protocol, LIMIT_BYTES), pieces);
        }
    }

    private static <Q, R> void read(ClientSession<Q, R> client, List<byte[]> pieces) {
        boolean broken = false;
        for (byte[] piece : pieces) {
            client.receive(ByteBuffer.wrap(piece.clone()));
            broken |= takesAll(client);
        }
        client.endOfInput();
        broken |= takesAll(client);
        assertThat(client.isOver() || broken).isTrue();
    }

    /** Whether it was refused. */
    private static <Q, R> boolean takesAll(ClientSession<Q, R> client) {
        try {
            for (R reply = client.next(); reply != null; ) {
                reply = client.next();
            }
            return false;
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).isNotBlank();
            return true;
        }
    }
}
