package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.RawPeer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SelectorLoopTest {
    /** Counts how often its channel was ready, and leaves all that is to be read there. */
    private static final class Faulty implements Ready {
        final AtomicInteger steps = new AtomicInteger();

        @Override
        public void ready(SelectionKey key) {
            steps.incrementAndGet();
            throw new NoClassDefFoundError("a fault of the test");
        }

        @Override
        public void sweep(long now, long late) {}
    }

    @Test
    void aConversationThatCannotEvenEndItselfIsClosedAndNotTriedForEver() throws Exception {
        Faulty faulty = new Faulty();
        SelectorLoop loop = new SelectorLoop("parley-test-loop", _ -> {});
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                RawPeer peer = RawPeer.connect((InetSocketAddress) listener.getLocalAddress());
                SocketChannel channel = listener.accept()) {
            channel.configureBlocking(false);
            channel.register(loop.selector(), SelectionKey.OP_READ, faulty);
            peer.send(new byte[] {1});
            loop.start();
            assertThat(peer.untilEnd()).isIn("<end>", "<reset>");
            assertThat(faulty.steps).hasValue(1);
        } finally {
            loop.end();
            loop.thread().join();
        }
    }
}
