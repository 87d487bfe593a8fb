package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Codecs;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.MemoryBudget;
import dev.parley.core.Protocol;
import dev.parley.core.ServerSession;
import dev.parley.engine.CloseReason;
import dev.parley.engine.Connection;
import dev.parley.engine.Deadlines;
import dev.parley.engine.ServerListener;
import dev.parley.engine.StreamOutbox;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What conversations keep together, and that they give all of it back. */
class MemoryBudgetTest {
    private static final int MESSAGE_BYTES = 10_000;

    private final MemoryWire wire = new MemoryWire();
    private final ManualHost host = new ManualHost();
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private final MemoryBudget memory = host.memory();
    private final Connection connection = echo();

    private Connection echo() {
        Protocol<byte[], byte[]> protocol = Protocol.of("echo", Framings.LEN32, Codecs.BYTES, Codecs.BYTES);
        return new Connection(
                wire,
                MemoryPeer.FIRST,
                ServerSession.factory(
                        protocol, conversation -> (request, reply) -> reply.send(request), Limits.DEFAULT.session()),
                new StreamOutbox(ByteBuffer.allocate(1024), memory),
                Deadlines.of(Limits.DEFAULT.timeouts()),
                host,
                ServerListener.NONE);
    }

    private static byte[] message() {
        return ByteBuffer.allocate(Integer.BYTES + MESSAGE_BYTES)
                .putInt(MESSAGE_BYTES)
                .array();
    }

    private void messagesArrive(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            wire.arrives(message());
            connection.read(buffer);
        }
    }

    @Test
    void aBacklogGoesBackAsItLeaves() throws IOException {
        wire.roomFor(0);
        messagesArrive(20);
        long backlog = memory.takenBytes();
        assertThat(backlog).isBetween(20L * MESSAGE_BYTES, 40L * MESSAGE_BYTES);
        wire.roomFor(15 * MESSAGE_BYTES);
        connection.advance();
        assertThat(memory.takenBytes()).isLessThan(backlog / 2);
        wire.roomFor(Integer.MAX_VALUE);
        connection.advance();
        assertThat(wire.takeWritten()).hasSize(20 * message().length);
        assertThat(memory.takenBytes()).isZero();
    }

    @Test
    void aConversationThatEndsGivesAllBack() throws IOException {
        wire.roomFor(0);
        messagesArrive(3);
        wire.arrives(new byte[] {0, 0, 0, 9, 1, 2, 3});
        connection.read(buffer);
        assertThat(memory.takenBytes()).isPositive();
        connection.close(CloseReason.CONNECTION_LOST);
        assertThat(memory.takenBytes()).isZero();
    }

    @Test
    void aPeerThatDoesNotTakeItsRepliesIsNotReadWhileTheMemoryOfAllIsSpent() throws IOException {
        memory.take(1 << 20);
        messagesArrive(1);
        assertThat(connection.wantsRead()).as("nothing of it is unsent").isTrue();
        wire.roomFor(0);
        messagesArrive(1);
        assertThat(connection.wantsRead()).isFalse();
        wire.roomFor(Integer.MAX_VALUE);
        connection.advance();
        assertThat(connection.wantsRead()).isTrue();
    }

    @Test
    void aLargeMessageIsRefusedWhileTheMemoryOfAllIsSpent() throws IOException {
        memory.take(1 << 20);
        ByteBuffer half = ByteBuffer.wrap(message()).limit(MESSAGE_BYTES / 2);
        byte[] bytes = new byte[half.remaining()];
        half.get(bytes);
        wire.arrives(bytes);
        connection.read(buffer);
        assertThat(connection.over()).isTrue();
        assertThat(connection.ending()).isEqualTo(CloseReason.PROTOCOL_FAULT);
    }

    @Test
    void aSmallMessageIsServedAlsoWhileTheMemoryOfAllIsSpent() throws IOException {
        memory.take(1 << 20);
        wire.arrives(new byte[] {0, 0, 0, 2});
        connection.read(buffer);
        wire.arrives(new byte[] {1, 2});
        connection.read(buffer);
        assertThat(wire.takeWritten()).containsExactly(0, 0, 0, 2, 1, 2);
    }
}
