package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.BufferOutbox;
import dev.parley.core.Codecs;
import dev.parley.core.DatagramSession;
import dev.parley.core.Deframer;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.MessageWriter;
import dev.parley.core.ProtocolException;
import dev.parley.core.ServerSession;
import dev.parley.core.Session;
import dev.parley.core.Session.Step;
import dev.parley.core.SessionLimits;
import dev.parley.core.TooLong;
import dev.parley.testkit.ManualHost;
import dev.parley.testkit.MemoryPeer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service and its protocol, drawn as bytes, in memory. */
class SockperfTest {
    /** The first ping a real {@code sockperf ping-pong -m 20} sent. */
    private static final String PING = "0000000000000001 0003 00000014 b73158a35a25";

    private static final String PONG = "0000000000000001 0002 00000014 b73158a35a25";

    private final BufferOutbox out = new BufferOutbox();

    @Test
    void answersAPingWithTheSameMessageLessTheClientsFlag() {
        assertThat(answer(stream(), PING)).isEqualTo(bare(PONG));
        assertThat(answer(datagrams(), PING)).isEqualTo(bare(PONG));
    }

    @Test
    void keepsTheSequenceNumberAndUnknownFlagsAsTheyCame() {
        assertThat(answer(stream(), "ffffffffffffffff fff3 0000000e"))
                .isEqualTo(bare("ffffffffffffffff fff2 0000000e"));
    }

    @Test
    void cutsTheSameMessagesWithOneViewForAll() throws ProtocolException {
        Deframer deframer = Sockperf.PROTOCOL
                .responseFraming()
                .newDeframer(1024, TooLong.REJECT)
                .withOneView();
        ByteBuffer in = bytes(PONG + "0000000000000002 0002 0000000e");

        ByteBuffer first = deframer.next(in);
        assertThat(first).isEqualTo(bytes(PONG));
        assertThat(deframer.next(in)).isSameAs(first).isEqualTo(bytes("0000000000000002 0002 0000000e"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000001 0002 0000000e", // not from a client: another server's answer
                "0000000000000001 0000 0000000e",
                "0000000000000001 0001 0000000e", // throughput: no answer wanted
                "0000000000000001 0005 0000000e", // warm-up
                "0000000000000001 0007 0000000e", // warm-up that requests an answer
            })
    void leavesUnansweredWhatIsNoPingAndStaysOpen(String message) {
        Session stream = stream();
        assertThat(answer(stream, message)).isEmpty();
        assertThat(answer(stream, PING)).isEqualTo(bare(PONG));
        assertThat(answer(datagrams(), message)).isEmpty();
    }

    @Test
    void cutsAStreamByTheLengthFieldWhereverItIsSplit() {
        String input = bare(PING + "0000000000000002 0001 0000000f 77" + "0000000000000003 0003 0000000e");
        String output = bare(PONG + "0000000000000003 0002 0000000e");
        for (int cut = 0; cut <= input.length(); cut += 2) {
            Session session = stream();
            assertThat(answer(session, input.substring(0, cut)) + answer(session, input.substring(cut)))
                    .as("split after %s bytes", cut / 2)
                    .isEqualTo(output);
        }
        Session bytewise = stream();
        StringBuilder answers = new StringBuilder();
        for (int at = 0; at < input.length(); at += 2) {
            answers.append(answer(bytewise, input.substring(at, at + 2)));
        }
        assertThat(answers).hasToString(output);
    }

    /** The original loops on 0 for ever, and takes any other value as it is. */
    @ParameterizedTest
    @ValueSource(strings = {"00000000", "0000000d", "00000401", "7fffffff", "80000000", "ffffffff"})
    void closesAConnectionOnALengthBelowTheHeaderOrAboveTheLimit(String length) {
        Session session = ServerSession.factory(Sockperf.PROTOCOL, peer -> Sockperf::serve, limits(TooLong.REJECT))
                .open(MemoryPeer.FIRST, new ManualHost());
        ByteBuffer input = bytes(PING + "0000000000000002 0003 " + length + PING);
        assertThat(session.receive(input, out)).isEqualTo(Step.CLOSE);
        assertThat(taken()).as("what came before the fault is answered").isEqualTo(bare(PONG));
    }

    @Test
    void refusesATooLongMessageEvenWhereOthersAreTruncated() {
        Session session = ServerSession.factory(Sockperf.PROTOCOL, peer -> Sockperf::serve, limits(TooLong.TRUNCATE))
                .open(MemoryPeer.FIRST, new ManualHost());
        assertThat(session.receive(bytes("0000000000000001 0003 00000401"), out))
                .isEqualTo(Step.CLOSE);
        assertThat(taken()).isEmpty();
    }

    @Test
    void answersMessagesFromTheHeaderAloneUpToTheLimit() {
        for (int length : new int[] {14, 15, 1024}) {
            String payload = "5a".repeat(length - Sockperf.HEADER_BYTES);
            assertThat(answer(stream(), String.format("%016x0003%08x%s", 7, length, payload)))
                    .isEqualTo(String.format("%016x0002%08x%s", 7, length, payload));
        }
    }

    /** On UDP the datagram's size and the header's length must be one number. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // an empty datagram
                "0000000000000001 0003 000000", // less than a header
                "0000000000000001 0003 00000000",
                "0000000000000001 0003 0000000d",
                "0000000000000001 0003 0000000f", // declares one byte more than there is
                "0000000000000001 0003 0000000e 77", // declares one byte less
                "0000000000000001 0003 0000000e 0000000000000002 0003 0000000e", // two in one
                "0000000000000001 0003 7fffffff",
                "0000000000000001 0003 ffffffff",
            })
    void dropsADatagramWhoseLengthIsNotItsSizeAndAnswersTheNext(String datagram) {
        Session session = datagrams();
        assertThat(answer(session, datagram)).isEmpty();
        assertThat(session.messages()).isZero();
        assertThat(answer(session, PING)).isEqualTo(bare(PONG));
    }

    /** {@code --framing len16}: the header's length must be the length of the frame. */
    @Test
    void believesNeitherLengthWhereAnotherFramingDisagreesWithTheHeader() {
        var protocol = Sockperf.PROTOCOL.withFraming(Framings.LEN16);
        var sessions = ServerSession.factory(protocol, peer -> Sockperf::serve, limits(TooLong.REJECT));
        assertThat(answer(sessions.open(MemoryPeer.FIRST, new ManualHost()), "0014" + PING))
                .isEqualTo(bare("0014" + PONG));
        for (String input : List.of("0013" + PING, "0015" + PING + "00", "0000", "000d" + PING)) {
            Session session = sessions.open(MemoryPeer.FIRST, new ManualHost());
            assertThat(session.receive(bytes(input), out)).as(input).isEqualTo(Step.CLOSE);
            assertThat(taken()).isEmpty();
        }
    }

    @Test
    void countsDroppedDatagramsInTheLog() {
        List<String> lines = new ArrayList<>();
        Logger logger = Logger.getLogger("dev.parley.session");
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getLevel() + " " + line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Level before = logger.getLevel();
        logger.setLevel(Level.FINE);
        logger.addHandler(listener);
        try {
            Session session = datagrams();
            answer(session, "0000000000000001 0003 00000000");
            answer(session, PING);
            answer(session, "0000000000000002 0003 0000000e 77");
        } finally {
            logger.removeHandler(listener);
            logger.setLevel(before);
        }
        assertThat(lines)
                .containsExactly(
                        "FINE sockperf from 127.0.0.1:40000, datagram dropped (1 so far): a message's length cannot be 0",
                        "FINE sockperf from 127.0.0.1:40000, datagram dropped (2 so far):"
                                + " a datagram must hold exactly one message");
    }

    @Test
    void willNotWritePlainBytesThatAreNoMessage() {
        var writer = new MessageWriter<>(Sockperf.PROTOCOL.requestFraming(), Codecs.BYTES);
        for (String text : List.of("", "hello", "a text of more than fourteen bytes")) {
            assertThatThrownBy(() -> writer.write(text.getBytes(StandardCharsets.US_ASCII), out, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("header of 14 bytes");
        }
        assertThat(taken()).isEmpty();
    }

    private static Session stream() {
        return ServerSession.factory(Sockperf.PROTOCOL, peer -> Sockperf::serve, limits(TooLong.REJECT))
                .open(MemoryPeer.FIRST, new ManualHost());
    }

    private static Session datagrams() {
        return DatagramSession.factory(Sockperf.PROTOCOL, peer -> Sockperf::serve, limits(TooLong.REJECT))
                .open(MemoryPeer.FIRST, new ManualHost());
    }

    private static SessionLimits limits(TooLong then) {
        return Limits.DEFAULT.withMaxMessage(1024, then).session();
    }

    private String answer(Session session, String hex) {
        assertThat(session.receive(bytes(hex), out)).isEqualTo(Step.READ);
        return taken();
    }

    private String taken() {
        ByteBuffer taken = out.take();
        byte[] bytes = new byte[taken.remaining()];
        taken.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(bare(hex)));
    }

    private static String bare(String hex) {
        return hex.replace(" ", "");
    }
}
