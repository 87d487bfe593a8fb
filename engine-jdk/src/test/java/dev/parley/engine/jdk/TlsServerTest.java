package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Transport;
import dev.parley.engine.CloseReason;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.engine.TlsWire;
import dev.parley.testkit.ContractCase;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.ConversationLog;
import dev.parley.testkit.RawFrames;
import dev.parley.testkit.RawPeer;
import dev.parley.testkit.TestCertificates;
import dev.parley.tls.TlsServer;
import dev.parley.tls.TlsStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What TLS adds to a conversation: its handshake, who may take part, and what an end is. The rest is {@link TlsContractTest}. */
class TlsServerTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final TestCertificates CERTIFICATES = TestCertificates.get();

    private static RunningServer start(Engine engine, Limits limits, ConversationLog log, TlsServer tls)
            throws IOException {
        return engine.start(ContractServers.spec(Transport.TCP, Framings.LEN8, limits, log.services())
                .withListener(log)
                .withWires(TlsWire.of(tls)));
    }

    private static TlsServer tls() {
        return new TlsServer(CERTIFICATES::serverContext, false, false);
    }

    private static TlsServer mutual() {
        return new TlsServer(CERTIFICATES::mutualServerContext, true, false);
    }

    private static TlsServer withHalfClose() {
        return new TlsServer(CERTIFICATES::serverContext, false, true);
    }

    /** Over a socket of the test's own, so that it can be ended without TLS. */
    private static SSLSocket connect(Socket raw, RunningServer server, SSLContext context, String version)
            throws IOException {
        InetSocketAddress at = ContractCase.addressOf(server);
        raw.connect(at);
        raw.setSoTimeout((int) RawPeer.PATIENCE.toMillis());
        SSLSocket tls = (SSLSocket)
                context.getSocketFactory().createSocket(raw, at.getAddress().getHostAddress(), at.getPort(), true);
        tls.setEnabledProtocols(new String[] {version});
        tls.startHandshake();
        return tls;
    }

    private static void isServed(SSLSocket peer) throws IOException {
        peer.getOutputStream().write(RawFrames.of(Framings.LEN8, "now"));
        assertThat(RawPeer.text(peer.getInputStream().readNBytes(4))).isEqualTo(RawFrames.seen(Framings.LEN8, "now"));
    }

    private static void serves(RunningServer server) throws IOException {
        try (Socket raw = new Socket();
                SSLSocket peer = connect(raw, server, CERTIFICATES.clientContext(), "TLSv1.3")) {
            isServed(peer);
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void servesPeersOfTls12AsWell(Engine engine) throws Exception {
        ConversationLog log = new ConversationLog();
        try (RunningServer server = start(engine, Limits.DEFAULT, log, tls());
                Socket raw = new Socket();
                SSLSocket peer = connect(raw, server, CERTIFICATES.clientContext(), "TLSv1.2")) {
            isServed(peer);
            peer.shutdownOutput();
            await().until(() -> !log.closeReasons().isEmpty());
            assertThat(log.closeReasons()).containsExactly(CloseReason.ORDERLY);
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void refusesTls12WhereAMessageEndsWithItsStream(Engine engine) throws Exception {
        ConversationLog log = new ConversationLog();
        try (RunningServer server = start(engine, Limits.DEFAULT, log, withHalfClose());
                Socket raw = new Socket()) {
            assertThatThrownBy(() -> connect(raw, server, CERTIFICATES.clientContext(), "TLSv1.2"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("protocol_version");
            await().until(() -> !log.closeReasons().isEmpty());
            assertThat(log.closeReasons()).containsExactly(CloseReason.HANDSHAKE_FAILED);
            serves(server);
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void servesOnlyClientsWithACertificateWhereOneIsRequired(Engine engine) throws Exception {
        ConversationLog log = new ConversationLog();
        try (RunningServer server = start(engine, Limits.DEFAULT, log, mutual())) {
            try (Socket raw = new Socket();
                    SSLSocket peer = connect(raw, server, CERTIFICATES.mutualClientContext(), "TLSv1.3")) {
                isServed(peer);
            }
            try (Socket raw = new Socket();
                    SSLSocket peer = connect(raw, server, CERTIFICATES.clientContext(), "TLSv1.3")) {
                assertThatThrownBy(() -> peer.getInputStream().read())
                        .as("with TLS 1.3 a client learns it with the first thing it reads")
                        .isInstanceOf(SSLException.class)
                        .hasMessageContaining("certificate");
            }
            await().until(() -> log.closeReasons().size() == 2);
            assertThat(log.closeReasons()).containsExactly(CloseReason.ORDERLY, CloseReason.HANDSHAKE_FAILED);
            assertThat(log.served()).containsExactly("now");
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void closesAPlaintextPeerAndServesTheNext(Engine engine) throws Exception {
        ConversationLog log = new ConversationLog();
        try (RunningServer server = start(engine, Limits.DEFAULT, log, tls());
                RawPeer plain = RawPeer.connect(ContractCase.addressOf(server))) {
            plain.send(RawPeer.bytes("GET / HTTP/1.0\r\n\r\n"));
            assertThat(plain.untilEnd()).doesNotContain("<silence>");
            await().until(() -> !log.closeReasons().isEmpty());
            assertThat(log.closeReasons()).containsExactly(CloseReason.HANDSHAKE_FAILED);
            assertThat(log.served()).isEmpty();
            serves(server);
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void cutsAHandshakeThatDripsAndServesOthersMeanwhile(Engine engine) throws Exception {
        ConversationLog log = new ConversationLog();
        TlsStream client = TlsStream.client(CERTIFICATES.clientContext(), "localhost", 1, false);
        ByteBuffer hello = Objects.requireNonNull(client.takeOutput());
        try (RunningServer server = start(engine, Limits.DEFAULT.withHandshakeTimeout(SHORT), log, tls());
                RawPeer slow = RawPeer.connect(ContractCase.addressOf(server));
                RawPeer silent = RawPeer.connect(ContractCase.addressOf(server))) {
            slow.send(new byte[] {hello.get()});
            serves(server);
            while (!slow.hearsWithin(Duration.ofMillis(20)) && hello.hasRemaining()) {
                slow.send(new byte[] {hello.get()});
            }
            assertThat(hello.hasRemaining()).as("it was cut before it was done").isTrue();
            assertThat(silent.untilEnd()).doesNotContain("<silence>");
            await().until(() -> log.closeReasons().size() == 3);
            assertThat(log.closeReasons())
                    .containsExactlyInAnyOrder(
                            CloseReason.ORDERLY, CloseReason.HANDSHAKE_TIMEOUT, CloseReason.HANDSHAKE_TIMEOUT);
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void takesAnEndWithoutCloseNotifyForALossAndNotForAnEnd(Engine engine) throws Exception {
        ConversationLog log = new ConversationLog();
        try (RunningServer server = start(engine, Limits.DEFAULT, log, tls());
                Socket raw = new Socket()) {
            SSLSocket peer = connect(raw, server, CERTIFICATES.clientContext(), "TLSv1.3");
            isServed(peer);
            raw.shutdownOutput();
            await().until(() -> !log.closeReasons().isEmpty());
            assertThat(log.closeReasons()).containsExactly(CloseReason.CONNECTION_LOST);
            assertThat(log.inputEnded()).as("ends the service was told of").isZero();
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void idleConnectionsEndWithCloseNotify(Engine engine) throws Exception {
        ConversationLog log = new ConversationLog();
        Limits limits = Limits.DEFAULT.withTimeouts(SHORT, SHORT, SHORT);
        System.setProperty("com.sun.net.ssl.requireCloseNotify", "true");
        try (RunningServer server = start(engine, limits, log, tls());
                Socket raw = new Socket();
                SSLSocket peer = connect(raw, server, CERTIFICATES.clientContext(), "TLSv1.3")) {
            isServed(peer);
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
            await().until(() -> !log.closeReasons().isEmpty());
            assertThat(log.closeReasons()).containsExactly(CloseReason.IDLE);
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void aRequestLargerThanAllBuffersComesBackWhole(Engine engine) throws Exception {
        byte[] payload = new byte[900_000];
        new java.util.Random(7).nextBytes(payload);
        byte[] frame = ByteBuffer.allocate(Integer.BYTES + payload.length)
                .putInt(payload.length)
                .put(payload)
                .array();
        try (RunningServer server = engine.start(ContractServers.spec(
                                Transport.TCP,
                                Framings.LEN32,
                                Limits.DEFAULT,
                                peer -> (request, reply) -> reply.send(request))
                        .withWires(TlsWire.of(tls())));
                Socket raw = new Socket()) {
            raw.setReceiveBufferSize(8 * 1024); // so that the server's writes find no room
            SSLSocket peer = connect(raw, server, CERTIFICATES.clientContext(), "TLSv1.3");
            for (int i = 0; i < 3; i++) {
                peer.getOutputStream().write(frame);
                assertThat(peer.getInputStream().readNBytes(frame.length)).isEqualTo(frame);
            }
            peer.close();
        }
    }
}
