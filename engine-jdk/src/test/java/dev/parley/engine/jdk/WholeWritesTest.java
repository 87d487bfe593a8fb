package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.engine.TcpWire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A write that blocks, seen from outside: what its peer takes shows while it goes on. */
class WholeWritesTest {
    private static final int SIZE = 1 << 20;

    @Test
    void aPeerThatTakesSomeOfAWriteIsSeenToTakeIt() throws Exception {
        try (ServerSocketChannel listener = ServerSocketChannel.open()
                        .setOption(StandardSocketOptions.SO_RCVBUF, 4096)
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel writer = SocketChannel.open().setOption(StandardSocketOptions.SO_SNDBUF, 4096)) {
            writer.connect(listener.getLocalAddress());
            WholeWrites writes = new WholeWrites(new TcpWire(writer));
            try (SocketChannel peer = listener.accept()) {
                CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(writes));
                await().until(() -> writes.writingSince() != 0);
                long began = writes.writingSince();
                take(peer, SIZE / 2);
                await().until(() -> writes.writingSince() != began);
                assertThat(writes.writingSince()).as("still writing").isNotZero();
                take(peer, SIZE - SIZE / 2);
                written.get();
                assertThat(writes.writingSince()).isZero();
            }
        }
    }

    private static void write(WholeWrites writes) {
        try {
            writes.write(ByteBuffer.allocateDirect(SIZE));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void take(SocketChannel peer, int bytes) throws IOException {
        ByteBuffer some = ByteBuffer.allocate(bytes);
        while (some.hasRemaining()) {
            assertThat(peer.read(some)).isPositive();
        }
    }
}
