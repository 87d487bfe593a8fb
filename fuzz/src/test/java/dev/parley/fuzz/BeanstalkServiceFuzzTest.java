package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.core.MessageReader;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.TooLong;
import dev.parley.core.Transport;
import dev.parley.services.Catalog;
import dev.parley.services.ServiceType;
import dev.parley.testkit.Cuts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.MethodSource;

class BeanstalkServiceFuzzTest {
    private static final int LONGEST_BODY_BYTES = 20;

    static Stream<byte[]> seeds() {
        return Seeds.text(
                "put 1 0 60 5\r\nhello\r\nreserve\r\ndelete 1\r\n",
                "put 4294967295 1 2 70000\r\nshort",
                "put 1 0 1 25\r\n0123456789012345678901234\r\nlist-tubes\r\n",
                "put 1 0 60 1\r\nxyzuse a\r\nwatch b\r\nignore default\r\nreserve-with-timeout 0\r\n",
                "release 1 2 3\r\nbury 1 2\r\nkick 9\r\nkick-job 1\r\ntouch 1\r\npeek 1\r\npeek-ready\r\n",
                "stats\r\nstats-job 1\r\nstats-tube default\r\nlist-tubes\r\npause-tube default 1\r\nquit\r\n",
                "put 1 0 60 1\r\nx\r\nreserve-batch 2\r\nreserve-batch 0\r\n",
                "list-jobs default ready 9\r\npurge-tube default\r\ndrain\r\nput 1 0 1 0\r\n\r\nundrain\r\ndrainX\r\nonce k\r\nput 1 0 1 0\r\n\r\n",
                "x".repeat(230) + "\r\na\rb\nc\r\n");
    }

    @MethodSource("seeds")
    @FuzzTest
    void servesAnyBytes(byte[] input) throws ProtocolException {
        ServiceType<?, ?> type = Catalog.named("beanstalk").orElseThrow();
        List<String> whole = transcript(type, List.of(input));
        assertThat(transcript(type, Cuts.bytewise(input))).isEqualTo(whole);
        Served.converse(type, input);
    }

    private static List<String> transcript(ServiceType<?, ?> type, List<byte[]> pieces) {
        return transcript(type.protocol().apply(Transport.TCP), pieces);
    }

    /** Each command, and how it ended. What is a command can be written, and is then read as the same. */
    private static <Q> List<String> transcript(Protocol<Q, ?> protocol, List<byte[]> pieces) {
        List<String> seen = new ArrayList<>();
        MessageReader<Q> reader = reader(protocol);
        try {
            for (byte[] piece : pieces) {
                reader.offer(ByteBuffer.wrap(piece.clone()));
                for (Q command = reader.next(); command != null; command = reader.next()) {
                    seen.add(command.toString());
                    if (!command.toString().startsWith("refused")) {
                        assertThat(String.valueOf(again(protocol, command))).isEqualTo(command.toString());
                    }
                }
                reader.keep();
            }
            reader.end();
        } catch (ProtocolException e) {
            seen.add(e.getClass().getSimpleName());
        }
        return seen;
    }

    private static <Q> @Nullable Q again(Protocol<Q, ?> protocol, Q command) throws ProtocolException {
        ByteBuffer bytes = ByteBuffer.allocate(protocol.requests().sizeBytes(command));
        protocol.requests().encode(command, bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        MessageReader<Q> reader = reader(protocol);
        reader.offer(bytes.flip());
        return reader.next();
    }

    private static <Q> MessageReader<Q> reader(Protocol<Q, ?> protocol) {
        return new MessageReader<>(protocol.requestFraming(), protocol.requests(), LONGEST_BODY_BYTES, TooLong.REJECT);
    }
}
