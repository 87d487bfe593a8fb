package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.engine.RunningServer.Stopped;
import dev.parley.engine.TlsWire;
import dev.parley.testkit.ContractCase;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.RawFrames;
import dev.parley.testkit.RawPeer;
import dev.parley.testkit.TestCertificates;
import dev.parley.tls.TlsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A drain of TLS conversations: what has arrived is more than what the last read had to give. */
class TlsDrainTest {
    private static final TestCertificates CERTIFICATES = TestCertificates.get();
    private static final Duration GRACE = Duration.ofSeconds(10);
    /** Several reads full of records that have no byte for the conversation. */
    private static final int KEY_UPDATES = 1000;

    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);

    private RunningServer start(Engine engine) throws IOException {
        return engine.start(ContractServers.spec(
                        Transport.TCP, Framings.LEN8, Limits.DEFAULT, _ -> (request, reply) -> {
                            if (request.length == 1) {
                                held.countDown();
                                awaitUninterruptibly();
                            }
                            reply.send(request);
                        })
                .withWires(TlsWire.of(new TlsServer(CERTIFICATES::serverContext, false, false))));
    }

    private void awaitUninterruptibly() {
        try {
            mayGoOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those whose listener closes although the service holds up a conversation. */
    static Stream<Engine> engines() {
        return Stream.of(new SelectorEngine(2), ThreadEngine.threads(2), ThreadEngine.virtual());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void answersARequestBehindRecordsWithoutBytes(Engine engine) throws Exception {
        RunningServer server = start(engine);
        InetSocketAddress at = ContractCase.addressOf(server);
        try (Socket raw = new Socket()) {
            raw.connect(at);
            raw.setSoTimeout((int) RawPeer.PATIENCE.toMillis());
            SSLSocket peer = (SSLSocket) CERTIFICATES
                    .clientContext()
                    .getSocketFactory()
                    .createSocket(raw, at.getAddress().getHostAddress(), at.getPort(), true);
            peer.startHandshake();
            peer.getOutputStream().write(RawFrames.of(Framings.LEN8, "1"));
            held.await();
            for (int i = 0; i < KEY_UPDATES; i++) {
                peer.startHandshake(); // with TLS 1.3, and once it is done, an update of the keys
            }
            peer.getOutputStream().write(RawFrames.of(Framings.LEN8, "two"));
            CompletableFuture<Stopped> stopped = CompletableFuture.supplyAsync(
                    () -> server.stop(GRACE), task -> Thread.ofVirtual().start(task));
            await().until(() -> refuses(at));
            mayGoOn.countDown();
            assertThat(peer.getInputStream().readNBytes(6)).isEqualTo(RawFrames.of(Framings.LEN8, "1", "two"));
            peer.close();
            assertThat(stopped.get()).isEqualTo(Stopped.DRAINED);
        }
    }

    private static boolean refuses(InetSocketAddress at) {
        try (Socket probe = new Socket()) {
            probe.connect(at);
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
