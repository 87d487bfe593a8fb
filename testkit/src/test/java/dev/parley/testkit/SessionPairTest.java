package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Codec;
import dev.parley.core.Codecs;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.Session.Step;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The pair finds the faults it is made to find. */
class SessionPairTest {
    @Test
    void talksBothWays() throws Exception {
        var pair = SessionPair.<String, String>stream(
                Text.LINES, (request, reply) -> reply.send(request + "!"), Text.LIMITS);

        assertThat(pair.send("hello")).isEqualTo(Step.READ);
        assertThat(pair.bytesOf("x")).isEqualTo(Text.bytes("x\n"));

        assertThat(pair.unsentBytes()).isEqualTo(7);
        assertThat(Text.text(pair.takeBytes(3))).isEqualTo("hel");
        assertThat(Text.texts(pair.takeMessages())).containsExactly("lo!\n");
        assertThat(pair.takeReplies()).isEmpty();
        assertThat(pair.steps()).containsExactly(Step.READ);
    }

    @Test
    void endsTheStreamBehindARequestThatEndsWithIt() throws Exception {
        var pair = SessionPair.<String, String>stream(
                Text.on(Framings.END), (request, reply) -> reply.send(request + "!"), Text.LIMITS);

        assertThat(pair.send("hello")).isEqualTo(Step.CLOSE);

        assertThat(pair.takeReplies()).containsExactly("hello!");
        assertThat(pair.takeReplies()).as("a stream ends once").isEmpty();
    }

    @Test
    void keepsEmptyMessagesApart() throws Exception {
        var pair = SessionPair.<String, String>datagrams(
                Text.on(Framings.READ), (request, reply) -> reply.send(request), Text.LIMITS);
        pair.receive();
        pair.receive();
        pair.send("a");

        assertThat(Text.texts(pair.takeMessages())).containsExactly("", "", "a");
    }

    @Test
    void writesOverTheBufferBehindACodecThatKeepsAView() {
        ByteBuffer[] kept = new ByteBuffer[1];
        Codec<ByteBuffer> careless = new Codec<>() {
            @Override
            public ByteBuffer decode(ByteBuffer frame) {
                kept[0] = frame;
                return frame;
            }

            @Override
            public int sizeBytes(ByteBuffer message) {
                return message.remaining();
            }

            @Override
            public void encode(ByteBuffer message, ByteBuffer out) {
                out.put(message);
            }
        };
        var pair = SessionPair.<ByteBuffer, byte[]>stream(
                Protocol.of("careless", Framings.LEN8, careless, Codecs.BYTES),
                (request, reply) -> reply.none(),
                Text.LIMITS);

        pair.receive(Text.bytes("\1a"));

        assertThat(kept[0].get(0)).isNotEqualTo((byte) 'a');
    }

    @Test
    void refusesACommitWithoutRoom() {
        MemoryOutbox outbox = new MemoryOutbox(false);

        assertThatThrownBy(() -> outbox.commit(null)).isInstanceOf(IllegalStateException.class);
    }
}
