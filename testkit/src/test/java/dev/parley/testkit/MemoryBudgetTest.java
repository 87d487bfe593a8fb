package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Codecs;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.MemoryBudget;
import dev.parley.core.Protocol;
import dev.parley.core.Reply;
import dev.parley.core.ServerSession;
import dev.parley.core.Service;
import dev.parley.engine.CloseReason;
import dev.parley.engine.Connection;
import dev.parley.engine.Deadlines;
import dev.parley.engine.ServerListener;
import dev.parley.engine.StreamOutbox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What conversations keep together, and that they give all of it back. */
class MemoryBudgetTest {
    private static final int MESSAGE_BYTES = 10_000;

    private final MemoryWire wire = new MemoryWire();
    private final ManualHost host = new ManualHost();
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private final MemoryBudget memory = host.memory();
    private final Connection connection = opened((request, reply) -> reply.send(request));
    private final List<Reply<byte[]>> owed = new ArrayList<>();

    private Connection opened(Service<byte[], byte[]> service) {
        Protocol<byte[], byte[]> protocol = Protocol.of("echo", Framings.LEN32, Codecs.BYTES, Codecs.BYTES);
        return new Connection(
                wire,
                MemoryPeer.FIRST,
                ServerSession.factory(protocol, conversation -> service, Limits.DEFAULT.session()),
                new StreamOutbox(ByteBuffer.allocate(1024), memory),
                Deadlines.of(Limits.DEFAULT.timeouts()),
                host,
                ServerListener.NONE);
    }

    private static byte[] message() {
        return message(MESSAGE_BYTES);
    }

    private static byte[] message(int bytes) {
        return ByteBuffer.allocate(Integer.BYTES + bytes).putInt(bytes).array();
    }

    private void messagesArrive(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            arrives(message(), connection);
        }
    }

    private void arrives(byte[] message, Connection at) throws IOException {
        wire.arrives(message);
        at.read(buffer);
    }

    private Connection keeping() {
        return opened((request, reply) -> owed.add(reply));
    }

    private void answer(int number, Connection at) throws IOException {
        owed.get(number).send(new byte[0]);
        at.resume();
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

    @Test
    void requestsThatAreOwedAReplyAreCountedUntilTheyHaveIt() throws IOException {
        Connection keeping = keeping();
        arrives(message(100), keeping);
        assertThat(memory.takenBytes()).as("a few small ones are not worth it").isZero();
        arrives(message(), keeping);
        arrives(message(), keeping);
        assertThat(memory.takenBytes()).isEqualTo(100 + 2 * MESSAGE_BYTES);
        answer(0, keeping);
        assertThat(memory.takenBytes()).isEqualTo(2 * MESSAGE_BYTES);
        answer(1, keeping);
        answer(2, keeping);
        assertThat(memory.takenBytes()).isZero();
        arrives(message(), keeping);
        assertThat(memory.takenBytes()).isEqualTo(MESSAGE_BYTES);
        keeping.close(CloseReason.CONNECTION_LOST);
        assertThat(memory.takenBytes()).isZero();
    }

    @Test
    void aPeerThatIsOwedRepliesIsNotReadWhileTheMemoryOfAllIsSpent() throws IOException {
        memory.take(1 << 20);
        Connection keeping = keeping();
        arrives(message(100), keeping);
        assertThat(keeping.wantsRead()).as("it keeps next to nothing").isTrue();
        arrives(message(), keeping);
        assertThat(keeping.wantsRead()).isFalse();
        arrives(message(100), keeping);
        assertThat(owed).as("served").hasSize(2);
        answer(0, keeping);
        answer(1, keeping);
        assertThat(owed).as("served").hasSize(3);
        assertThat(keeping.wantsRead()).isTrue();
    }
}
