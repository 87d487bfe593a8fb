package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.BufferOutbox;
import dev.parley.core.ClientSession;
import dev.parley.core.Codec;
import dev.parley.core.Codecs;
import dev.parley.core.Deframer;
import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.MessageWriter;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.TooLong;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's side of a conversation, without a socket: requests out, replies in, and the end. */
class ClientSessionTest {
    private static final int LIMIT_BYTES = 8;
    private static final byte SCRIBBLE = (byte) 0xA5;
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @CsvSource({"len8, 02 61 62", "len16, 00 02 61 62", "line, 61 62 0A", "end, 61 62", "read, 61 62"})
    void writesARequestInItsFraming(String framing, String hex) {
        BufferOutbox outbox = new BufferOutbox();

        stream(framing).send("ab", outbox);

        assertThat(bytes(outbox.take())).isEqualTo(Hex.bytes(hex));
    }

    @Test
    void leavesTheOutboxAsItWasWhenTheFramingCannotCarryARequest() {
        BufferOutbox outbox = new BufferOutbox();
        ClientSession<String, String> session = stream("line");
        session.send("a", outbox);

        assertThatThrownBy(() -> session.send("b\nc", outbox)).isInstanceOf(IllegalArgumentException.class);
        session.send("d", outbox);

        assertThat(Text.text(bytes(outbox.take()))).isEqualTo("a\nd\n");
    }

    @Test
    void endsItsSideAfterARequestThatEndsWithItsStream() {
        assertThat(stream("end").endsOutput()).isTrue();
        assertThat(stream("line").endsOutput()).isFalse();
        assertThat(datagrams("end").endsOutput())
                .as("a datagram ends by itself")
                .isFalse();
    }

    /** Replies in order, then how the conversation stands: {@code open}, {@code over} or the fault. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "len8;  03 61 62 63 00 01 0A                        ; [abc, , \\n, open]    ; [abc, , \\n, over]",
                "len8;  03 61 62 63 02 61                           ; [abc, open]           ; [abc, UnexpectedEnd]",
                "len8;  01 61 09 61 61                              ; [a, TooLarge]         ; [a, TooLarge]",
                "len16; 00 01 61 00 00 00 08 61 62 63 64 65 66 67 68; [a, , abcdefgh, open] ; [a, , abcdefgh, over]",
                "len16; 00 01 61 00                                 ; [a, open]             ; [a, UnexpectedEnd]",
                "len32; 00 00 00 01 61 7F FF FF FF                  ; [a, TooLarge]         ; [a, TooLarge]",
                "line;  61 0A 0A 62 0D 0A 63                        ; [a, , b, open]        ; [a, , b, c, over]",
                "line;  61 0A 61 61 61 61 61 61 61 61 61 61 0A      ; [a, TooLarge]         ; [a, TooLarge]",
                "end;   61 0A 62                                    ; [open]                ; [a\\nb, over]",
                "end;   61 61 61 61 61 61 61 61 61                  ; [TooLarge]            ; [TooLarge]",
            })
    void givesTheSameRepliesAndTheSameEndHoweverTheBytesAreCut(
            String framing, String hex, String untilTheEnd, String withTheEnd) {
        byte[] input = Hex.bytes(hex);
        Cuts.forAll(input, pieces -> {
            assertThat(received(framing, pieces, false)).hasToString(unescaped(untilTheEnd));
            assertThat(received(framing, pieces, true)).hasToString(unescaped(withTheEnd));
        });
    }

    @Test
    void givesTheSameForRandomRepliesHoweverTheyAreCut() {
        Random random = new Random(Cuts.DEFAULT_SEED);
        for (Framing framing : List.of(Framings.LEN8, Framings.LEN16, Framings.LEN32, Framings.LINE, Framings.END)) {
            for (int i = 0; i < 10; i++) {
                byte[] input = randomReplies(framing, random);
                List<String> whole = received(framing.name(), List.of(input), true);
                if (input.length > 0) {
                    Cuts.forAll(
                            input,
                            random.nextLong(),
                            pieces -> assertThat(received(framing.name(), pieces, true))
                                    .isEqualTo(whole));
                }
            }
        }
    }

    /** Some replies of 0 to 9 bytes, so that some are too long, then perhaps a cut. */
    private static byte[] randomReplies(Framing framing, Random random) {
        BufferOutbox server = new BufferOutbox();
        for (int i = random.nextInt(6); i >= 0; i--) {
            byte[] reply = new byte[random.nextInt(LIMIT_BYTES + 2)];
            Arrays.fill(reply, (byte) ('a' + i));
            new MessageWriter<>(framing, Codecs.BYTES).write(reply, server, null);
        }
        byte[] all = bytes(server.take());
        return random.nextBoolean() ? all : Arrays.copyOf(all, random.nextInt(all.length + 1));
    }

    @ParameterizedTest
    @CsvSource({"len8, [over]", "line, [over]", "read, [over]", "'end', '[, over]'"})
    void takesAnEndWithoutAByteAsTheFramingDoes(String framing, String transcript) {
        assertThat(received(framing, List.of(), true)).hasToString(transcript);
    }

    @Test
    void isOverOnceTheLastReplyIsTaken() throws ProtocolException {
        ClientSession<String, String> session = stream("line");
        session.receive(ByteBuffer.wrap(Text.bytes("a\nb")));
        session.endOfInput();

        assertThat(session.isOver()).isFalse();
        assertThat(session.next()).isEqualTo("a");
        assertThat(session.isOver()).isFalse();
        assertThat(session.next()).isEqualTo("b");
        assertThat(session.isOver()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ignoresWhatComesAfterTheEnd(boolean datagrams) throws ProtocolException {
        ClientSession<String, String> session = datagrams ? datagrams("line") : stream("line");
        session.endOfInput();

        for (int i = 0; i < 2; i++) {
            session.receive(ByteBuffer.wrap(Text.bytes("a\n")));
            assertThat(session.next()).isNull();
        }
        assertThat(session.isOver()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"09 61", "01 62"})
    void streamIsBrokenForGoodByAFault(String hex) throws ProtocolException {
        ClientSession<String, String> session =
                ClientSession.stream(Text.on(Framings.LEN8).withCodecs(Codecs.UTF_8, refusing("b")), LIMIT_BYTES);
        session.receive(ByteBuffer.wrap(Hex.bytes("01 61 " + hex + " 01 63")));
        assertThat(session.next()).isEqualTo("a");
        ProtocolException fault = faultOf(session);
        assertThat(fault).isNotNull();

        session.receive(ByteBuffer.wrap(Hex.bytes("01 64")));
        session.receive(ByteBuffer.wrap(Hex.bytes("01 65")));
        assertThat(faultOf(session)).isSameAs(fault);
        session.endOfInput();
        assertThat(faultOf(session)).isSameAs(fault);
        assertThat(session.isOver()).as("over in good order").isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "len8; a second frame;       01 61 01 62",
                "len8; a byte behind it;     01 61 62",
                "len8; half a frame;         02 61",
                "len8; nothing;              ''",
                "len8; too long;             09 61 61 61 61 61 61 61 61 61",
                "len8; what the codec does not take; 01 62",
                "line; a second line;        61 0A 62 0A",
                "end;  too long;             61 61 61 61 61 61 61 61 61",
            })
    void dropsADatagramThatIsNotExactlyOneReplyAndTakesTheNext(String framing, String what, String hex)
            throws ProtocolException {
        Protocol<String, String> protocol = protocol(framing).withCodecs(Codecs.UTF_8, refusing("b"));
        ClientSession<String, String> session = ClientSession.datagrams(protocol, LIMIT_BYTES);

        session.receive(ByteBuffer.wrap(Hex.bytes(hex.equals("''") ? "" : hex)));
        assertThat(faultOf(session)).as(what).isNotNull();
        assertThat(session.next()).isNull();

        session.receive(ByteBuffer.wrap(sent(framing, "good")));
        assertThat(session.next()).isEqualTo("good");
        assertThat(session.next()).isNull();
        assertThat(session.isOver()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "end"})
    void takesAnEmptyDatagramAsAnEmptyReplyWhereNothingIsAroundReplies(String framing) throws ProtocolException {
        ClientSession<String, String> session = datagrams(framing);

        session.receive(ByteBuffer.allocate(0));

        assertThat(session.next()).isEmpty();
        assertThat(session.next()).isNull();
    }

    @Test
    void takesTheLastDatagramBeforeTheEnd() throws ProtocolException {
        ClientSession<String, String> session = datagrams("len8");
        session.receive(ByteBuffer.wrap(sent("len8", "last")));
        session.endOfInput();

        assertThat(session.isOver()).isFalse();
        assertThat(session.next()).isEqualTo("last");
        assertThat(session.isOver()).isTrue();
    }

    @Test
    void refusesBytesWhileRepliesInThoseBeforeAreNotTaken() throws ProtocolException {
        for (ClientSession<String, String> session : List.of(stream("len8"), datagrams("len8"))) {
            session.receive(ByteBuffer.wrap(sent("len8", "one")));

            assertThatThrownBy(() -> session.receive(ByteBuffer.wrap(sent("len8", "two"))))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(session.next()).isEqualTo("one");
            assertThat(session.next()).isNull();
            session.receive(ByteBuffer.wrap(sent("len8", "two")));
            assertThat(session.next()).isEqualTo("two");
        }
    }

    @Test
    void copiesNoReplyThatIsThereInFull() throws ProtocolException {
        Protocol<String, ByteBuffer> views = Text.on(Framings.LEN8).withCodecs(Codecs.UTF_8, new Views());
        for (ClientSession<String, ByteBuffer> session :
                List.of(ClientSession.stream(views, LIMIT_BYTES), ClientSession.datagrams(views, LIMIT_BYTES))) {
            byte[] in = sent("len8", "abc");
            session.receive(ByteBuffer.wrap(in));
            ByteBuffer reply = session.next();
            in[1] = 'x';

            assertThat(reply).isEqualTo(ByteBuffer.wrap(Text.bytes("xbc")));
        }
    }

    @Test
    void allocatesNothingForAReplyButItsFrame() throws ProtocolException {
        Protocol<String, ByteBuffer> views = Text.on(Framings.LEN8).withCodecs(Codecs.UTF_8, new Views());
        for (ClientSession<String, ByteBuffer> session :
                List.of(ClientSession.stream(views, LIMIT_BYTES), ClientSession.datagrams(views, LIMIT_BYTES))) {
            ByteBuffer in = ByteBuffer.wrap(sent("len8", "abc"));
            allocatedBytes(session, in, 1); // and loads the classes

            long frames = allocatedFrameBytes(in, 1_000);
            assertThat(frames).as("it is measured").isPositive();
            assertThat(allocatedBytes(session, in, 1_000)).isLessThan(frames + 1_000);
        }
    }

    private static long allocatedBytes(ClientSession<String, ByteBuffer> session, ByteBuffer in, int replies)
            throws ProtocolException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < replies; i++) {
            session.receive(in.rewind());
            while (session.next() != null) {}
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** What the framing makes of them anyway. */
    private static long allocatedFrameBytes(ByteBuffer in, int replies) throws ProtocolException {
        Deframer deframer = Framings.LEN8.newDeframer(LIMIT_BYTES, TooLong.REJECT);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < replies; i++) {
            deframer.next(in.rewind());
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void cutsRepliesWithADeframerOfTheCallersOwn() throws ProtocolException {
        ClientSession<String, String> session =
                ClientSession.stream(Text.on(Framings.READ), Framings.LEN8.newDeframer(LIMIT_BYTES, TooLong.REJECT));

        session.receive(ByteBuffer.wrap(Hex.bytes("01 61 01 62")));

        assertThat(session.next()).isEqualTo("a");
        assertThat(session.next()).isEqualTo("b");
    }

    private static ClientSession<String, String> stream(String framing) {
        return ClientSession.stream(protocol(framing), LIMIT_BYTES);
    }

    private static ClientSession<String, String> datagrams(String framing) {
        return ClientSession.datagrams(protocol(framing), LIMIT_BYTES);
    }

    private static Protocol<String, String> protocol(String framing) {
        return Text.on(Framings.named(framing).orElseThrow());
    }

    /** What a client is given; every piece arrives in the same buffer, which is written over once it is the caller's again. */
    private static List<String> received(String framing, List<byte[]> pieces, boolean end) {
        ClientSession<String, String> session = stream(framing);
        List<String> transcript = new ArrayList<>();
        ByteBuffer shared = ByteBuffer.allocate(1 << 10);
        try {
            for (byte[] piece : pieces) {
                session.receive(shared.clear().put(piece).flip());
                takeAll(session, transcript);
                Arrays.fill(shared.array(), SCRIBBLE);
            }
            if (end) {
                session.endOfInput();
                takeAll(session, transcript);
            }
            transcript.add(session.isOver() ? "over" : "open");
        } catch (ProtocolException e) {
            transcript.add(e.getClass().getSimpleName());
        }
        return transcript;
    }

    private static void takeAll(ClientSession<String, String> session, List<String> replies) throws ProtocolException {
        for (String reply = session.next(); reply != null; reply = session.next()) {
            replies.add(reply);
        }
    }

    private static @Nullable ProtocolException faultOf(ClientSession<?, ?> session) {
        try {
            session.next();
            return null;
        } catch (ProtocolException e) {
            return e;
        }
    }

    private static byte[] sent(String framing, String reply) {
        BufferOutbox server = new BufferOutbox();
        new MessageWriter<>(protocol(framing).responseFraming(), Codecs.UTF_8).write(reply, server, null);
        return bytes(server.take());
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n");
    }

    /** UTF-8, but this text is not a message. */
    private static Codec<String> refusing(String text) {
        return new Codec<>() {
            @Override
            public String decode(ByteBuffer frame) throws ProtocolException {
                String message = Codecs.UTF_8.decode(frame);
                if (message.equals(text)) {
                    throw new ProtocolException.Malformed("on purpose");
                }
                return message;
            }

            @Override
            public int sizeBytes(String message) {
                return Codecs.UTF_8.sizeBytes(message);
            }

            @Override
            public void encode(String message, ByteBuffer out) {
                Codecs.UTF_8.encode(message, out);
            }
        };
    }

    private record Views() implements Codec<ByteBuffer> {
        @Override
        public ByteBuffer decode(ByteBuffer frame) {
            return frame;
        }

        @Override
        public int sizeBytes(ByteBuffer message) {
            return message.remaining();
        }

        @Override
        public void encode(ByteBuffer message, ByteBuffer out) {
            out.put(message.duplicate());
        }
    }
}
