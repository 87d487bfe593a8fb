package dev.parley.services;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.MessageReader;
import dev.parley.core.ProtocolException;
import dev.parley.core.TooLong;
import dev.parley.testkit.Cuts;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BeanstalkReplyFramingTest {
    private static final int LONGEST_BODY_BYTES = 20;

    private static MessageReader<BeanstalkReply> reader() {
        return new MessageReader<>(
                BeanstalkReplyFraming.REPLIES, BeanstalkReply.REPLIES, LONGEST_BODY_BYTES, TooLong.REJECT);
    }

    private static String text(BeanstalkReply reply) {
        byte[] body = reply.body();
        List<String> messages =
                reply.ofBatch().stream().map(BeanstalkReplyFramingTest::text).toList();
        if (!messages.isEmpty()) {
            return reply.line() + " " + messages;
        }
        return body == null ? reply.line() : reply.line() + ": " + new String(body, ISO_8859_1);
    }

    private static List<String> read(List<byte[]> pieces) throws ProtocolException {
        List<String> seen = new ArrayList<>();
        MessageReader<BeanstalkReply> reader = reader();
        for (byte[] piece : pieces) {
            reader.offer(ByteBuffer.wrap(piece));
            for (BeanstalkReply reply = reader.next(); reply != null; reply = reader.next()) {
                seen.add(text(reply));
            }
            reader.keep();
        }
        reader.end();
        return seen;
    }

    private static List<String> read(String bytes) throws ProtocolException {
        return read(List.of(bytes.getBytes(ISO_8859_1)));
    }

    @Test
    void repliesAreCutHoweverTheyArrive() {
        List<String> lines = List.of(
                "INSERTED 7",
                "RESERVED 7 5",
                "hello",
                "FOUND 8 2",
                "\r\n",
                "OK 4",
                "---\n",
                "TIMED_OUT",
                "RESERVED_BATCH 2",
                "RESERVED 7 9",
                "OK 3\r\nabc",
                "RESERVED 18446744073709551615 0",
                "",
                "RESERVED_BATCH 0",
                "DELETED",
                "");
        byte[] bytes = String.join("\r\n", lines).getBytes(ISO_8859_1);
        Cuts.forAll(
                bytes,
                pieces -> assertThat(read(pieces))
                        .containsExactly(
                                "INSERTED 7",
                                "RESERVED 7 5: hello",
                                "FOUND 8 2: \r\n",
                                "OK 4: ---\n",
                                "TIMED_OUT",
                                "RESERVED_BATCH 2 [RESERVED 7 9: OK 3\r\nabc, RESERVED 18446744073709551615 0: ]",
                                "RESERVED_BATCH 0",
                                "DELETED"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RESERVED 7",
                "RESERVED 7 ",
                "RESERVED  5",
                "RESERVED x 5",
                "RESERVED 7 5x",
                "RESERVED 7 -5",
                "RESERVED 123456789012345678901 5",
                "FOUND 7 12345678901",
                "OK",
                "OK ",
                "OK 5 5",
                "OK5",
                "RESERVED_BATCH x",
                "RESERVED_BATCH"
            })
    void aLineThatIsNotQuiteOneWithABodyHasNone(String line) throws ProtocolException {
        assertThat(read(line + "\r\nDELETED\r\n")).containsExactly(line, "DELETED");
    }

    @ParameterizedTest
    @CsvSource({
        "'OK 21\r\n'",
        "'RESERVED 7 4294967295\r\n'",
        "'RESERVED_BATCH 3\r\nRESERVED 1 9\r\n012345678\r\nRESERVED 2 12\r\n'"
    })
    void aBodyBeyondTheLimitIsRefusedBeforeItComes(String begin) {
        assertThatThrownBy(() -> read(begin)).isInstanceOf(ProtocolException.TooLarge.class);
    }

    @Test
    void aBatchWithoutEndIsRefused() {
        assertThatThrownBy(() -> read("RESERVED_BATCH 9999999999\r\n" + "RESERVED 1 0\r\n\r\n".repeat(5_000)))
                .isInstanceOf(ProtocolException.TooLarge.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETED", "RESERVED_BATCH 1", "OK 1\r\nx"})
    void aBatchIsMadeOfMessages(String instead) {
        assertThatThrownBy(() -> read("RESERVED_BATCH 2\r\nRESERVED 1 1\r\nx\r\n" + instead + "\r\n"))
                .isInstanceOf(ProtocolException.Malformed.class)
                .hasMessageContaining("a batch of messages in which one is missing");
    }

    @Test
    void anEndWithinAReplyIsAnError() {
        assertThatThrownBy(() -> read("RESERVED_BATCH 2\r\nRESERVED 1 1\r\nx\r\n"))
                .isInstanceOf(ProtocolException.UnexpectedEnd.class);
    }
}
