package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import dev.parley.engine.TlsWire;
import dev.parley.engine.Wire;
import dev.parley.engine.Wire.Wants;
import dev.parley.tls.TlsEndException;
import dev.parley.tls.TlsServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server's wire on a channel that does not block, as on an event loop; its peer is the JDK's own TLS socket. */
class TlsWireTest {
    private static final TestCertificates CERTIFICATES = TestCertificates.get();

    private final ByteBuffer in = ByteBuffer.allocate(1000);
    private Wire wire = new MemoryWire();
    private SocketChannel channel = SocketChannel.open();
    private Socket raw = new Socket();
    private SSLSocket peer =
            (SSLSocket) CERTIFICATES.clientContext().getSocketFactory().createSocket();

    TlsWireTest() throws IOException {}

    @BeforeEach
    void connect() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setReceiveBufferSize(4096);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, 4096);
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
            raw = listener.accept();
        }
        channel.configureBlocking(false);
        wire = TlsWire.of(new TlsServer(CERTIFICATES::serverContext, false, true))
                .over(channel);
        peer = (SSLSocket)
                CERTIFICATES.clientContext().getSocketFactory().createSocket(raw, "127.0.0.1", raw.getPort(), true);
        peer.setUseClientMode(true);
        CompletableFuture<Void> handshake = CompletableFuture.runAsync(() -> {
            try {
                peer.startHandshake();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(wire.established()).isFalse();
        assertThat(wire.wants()).isEqualTo(Wants.TO_READ);
        assertThat(wire.write(ByteBuffer.allocate(1)))
                .as("taken before the handshake")
                .isZero();
        await().until(() -> wire.read(in) == 0 && wire.established());
        handshake.get();
        assertThat(wire.wants()).isEqualTo(Wants.NOTHING);
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
        channel.close();
        raw.close();
        peer.close();
    }

    @Test
    void countsAByteAsUnsentWhileItsRecordIs() throws Exception {
        ByteBuffer out = ByteBuffer.allocate(64 * 1024);
        long taken = wire.write(out);
        while (!out.hasRemaining()) { // the system took it all: more, until it does not
            out.clear();
            taken += wire.write(out);
        }
        assertThat(out.remaining()).as("stands for the ciphertext that is left").isPositive();
        assertThat(wire.wants()).as("the conversation itself watches for room").isEqualTo(Wants.NOTHING);
        assertThat(wire.write(out)).as("still no room").isZero();

        long[] received = {0};
        byte[] some = new byte[16 * 1024];
        long all = taken + out.remaining();
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> {
            try {
                while (received[0] < all) {
                    received[0] += peer.getInputStream().read(some);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> {
            wire.write(out);
            return !out.hasRemaining();
        });
        reading.get();
        assertThat(received[0]).as("no byte twice").isEqualTo(all);
    }

    @Test
    void saysThatMoreIsThereWhenTheBufferWasTooSmallForAll() throws Exception {
        peer.getOutputStream().write(new byte[2500]);
        await().until(() -> wire.read(in) == 1000);
        assertThat(wire.buffered()).isTrue();
        assertThat(wire.read(in.clear())).isEqualTo(1000);
        assertThat(wire.read(in.clear())).isEqualTo(500);
        assertThat(wire.buffered()).isFalse();
        assertThat(wire.read(in.clear())).isZero();
    }

    @Test
    void givesWhatCameBeforeTheEndAndThenTheEnd() throws Exception {
        peer.getOutputStream().write(new byte[10]);
        peer.shutdownOutput();
        await().until(() -> wire.read(in) == 10);
        await().until(() -> wire.read(in) == -1);
        assertThat(wire.write(ByteBuffer.wrap(new byte[] {'x'})))
                .as("our side goes on")
                .isEqualTo(1);
        assertThat(peer.getInputStream().read()).isEqualTo('x');
        assertThat(wire.endOutput()).isTrue();
        assertThat(peer.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void anEndWithoutCloseNotifyIsAFailure() throws Exception {
        raw.shutdownOutput();
        assertThatThrownBy(() -> await().until(() -> wire.read(in.clear()) != 0))
                .isInstanceOf(TlsEndException.class);
    }

    @Test
    void aClosedWireThatIsNotAbortiveSaysGoodbye() throws Exception {
        raw.getInputStream().skipNBytes(raw.getInputStream().available()); // the tickets of the session
        wire.close();
        assertThat(raw.getInputStream().readAllBytes())
                .as("an alert, as application data on the outside")
                .startsWith(23, 3, 3)
                .hasSizeLessThan(64);
    }

    @Test
    void anAbortiveCloseSaysNothing() throws Exception {
        raw.getInputStream().skipNBytes(raw.getInputStream().available());
        wire.abortive(true);
        wire.close();
        assertThatThrownBy(() -> raw.getInputStream().read()).isInstanceOf(IOException.class);
    }

    @Test
    void oneReadDoesNotFollowAPeerWhoseRecordsHaveNoBytesForTheConversation() throws Exception {
        updateKeys(1000);
        await("a read that gives nothing and leaves the rest to the next")
                .until(() -> wire.read(in) == 0 && wire.buffered());
        peer.getOutputStream().write('x');
        await().until(() -> wire.read(in) == 1);
        assertThat(wire.buffered()).isFalse();
    }

    @Test
    void aPeerThatTakesNothingIsNotReadWhileTlsOwesItRecords() throws Exception {
        ByteBuffer out = ByteBuffer.allocate(64 * 1024);
        while (!out.hasRemaining() || wire.write(out) > 0) {
            if (!out.hasRemaining()) {
                out.clear();
            }
        }
        updateKeys(2000);
        for (int i = 0; i < 100; i++) {
            assertThat(wire.read(in)).isZero();
        }
        assertThat(wire.wants()).isEqualTo(Wants.TO_WRITE);
        peer.getOutputStream().write('x');

        CompletableFuture<Integer> reading = CompletableFuture.supplyAsync(this::readUntilY);
        boolean[] read = {false};
        await().until(() -> {
            read[0] |= wire.read(in) == 1;
            wire.write(out);
            return read[0] && !out.hasRemaining() && wire.wants() == Wants.NOTHING;
        });
        await().until(() -> wire.write(ByteBuffer.wrap(new byte[] {'y'})) == 1);
        assertThat(reading.get()).isEqualTo('y');
    }

    /** Each asks for one of ours. */
    private void updateKeys(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            peer.startHandshake();
        }
    }

    private int readUntilY() {
        try {
            int next = peer.getInputStream().read();
            while (next >= 0 && next != 'y') {
                next = peer.getInputStream().read();
            }
            return next;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void holdsLittleWhileItWaitsAlthoughMuchCameBefore() throws Exception {
        channel.configureBlocking(true);
        allocatedByReadingOne();
        long usual = allocatedByReadingOne();
        peer.getOutputStream().write(new byte[100_000]);
        for (int read = 0; read < 100_000; ) {
            read += wire.read(in.clear());
        }
        assertThat(allocatedByReadingOne())
                .as("a buffer for a burst is not part of it")
                .isLessThan(usual + 64 * 1024);
    }

    private long allocatedByReadingOne() throws IOException {
        peer.getOutputStream().write('x');
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        int n = 0;
        while (n == 0) {
            n = wire.read(in.clear());
        }
        assertThat(n).isEqualTo(1);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
