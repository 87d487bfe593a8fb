package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.ClientSession;
import dev.parley.core.Codec;
import dev.parley.core.Codecs;
import dev.parley.core.Deframer;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.TooLong;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the client's side of a conversation copies and allocates: no more than the framing. */
class ClientSessionMemoryTest {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void copiesNoReplyThatIsThereInFull() throws ProtocolException {
        Protocol<String, ByteBuffer> views = Text.on(Framings.LEN8).withCodecs(Codecs.UTF_8, new Views());
        for (ClientSession<String, ByteBuffer> session : List.of(
                ClientSession.stream(views, ClientSessions.LIMIT_BYTES),
                ClientSession.datagrams(views, ClientSessions.LIMIT_BYTES))) {
            byte[] in = ClientSessions.sent("len8", "abc");
            session.receive(ByteBuffer.wrap(in));
            ByteBuffer reply = session.next();
            in[1] = 'x';

            assertThat(reply).isEqualTo(ByteBuffer.wrap(Text.bytes("xbc")));
        }
    }

    @Test
    void allocatesNothingForAReplyButItsFrame() throws ProtocolException {
        Protocol<String, ByteBuffer> views = Text.on(Framings.LEN8).withCodecs(Codecs.UTF_8, new Views());
        for (ClientSession<String, ByteBuffer> session : List.of(
                ClientSession.stream(views, ClientSessions.LIMIT_BYTES),
                ClientSession.datagrams(views, ClientSessions.LIMIT_BYTES))) {
            ByteBuffer in = ByteBuffer.wrap(ClientSessions.sent("len8", "abc"));
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
        Deframer deframer = Framings.LEN8.newDeframer(ClientSessions.LIMIT_BYTES, TooLong.REJECT);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < replies; i++) {
            deframer.next(in.rewind());
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
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
