package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.core.MessageReader;
import dev.parley.core.ProtocolException;
import dev.parley.core.TooLong;
import dev.parley.services.Beanstalk;
import dev.parley.services.BeanstalkReply;
import dev.parley.testkit.Cuts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server of the beanstalk protocol sends its clients. */
class BeanstalkReplyFuzzTest {
    private static final int LONGEST_BODY_BYTES = 20;

    static Stream<byte[]> seeds() {
        return Seeds.text(
                "INSERTED 7\r\nRESERVED 7 5\r\nhello\r\nFOUND 8 0\r\n\r\nOK 4\r\n---\n\r\nTIMED_OUT\r\n",
                "RESERVED_BATCH 2\r\nRESERVED 7 3\r\nabc\r\nRESERVED 18446744073709551615 0\r\n\r\nDELETED\r\n",
                "RESERVED_BATCH 9999999999\r\nRESERVED 1 21\r\n",
                "OK 4294967295\r\nRESERVED 7 x\r\nRESERVED_BATCH 1\r\nOK 1\r\n");
    }

    @MethodSource("seeds")
    @FuzzTest
    void readsAnyBytes(byte[] input) {
        assertThat(transcript(Cuts.bytewise(input))).isEqualTo(transcript(List.of(input)));
    }

    private static List<String> transcript(List<byte[]> pieces) {
        List<String> seen = new ArrayList<>();
        MessageReader<BeanstalkReply> reader = new MessageReader<>(
                Beanstalk.PROTOCOL.responseFraming(),
                Beanstalk.PROTOCOL.responses(),
                LONGEST_BODY_BYTES,
                TooLong.REJECT);
        try {
            for (byte[] piece : pieces) {
                reader.offer(ByteBuffer.wrap(piece.clone()));
                for (BeanstalkReply reply = reader.next(); reply != null; reply = reader.next()) {
                    byte[] body = reply.body();
                    seen.add(reply.line() + " " + (body == null ? "-" : body.length) + " " + reply.ofBatch());
                }
                reader.keep();
            }
            reader.end();
        } catch (ProtocolException e) {
            seen.add(e.getClass().getSimpleName());
        }
        return seen;
    }
}
