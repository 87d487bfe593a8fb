package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Endpoint;
import dev.parley.result.Counter;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.Outcome;
import dev.parley.testkit.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the clock of TLS handshakes, with JSSE's own sockets as the server. */
class HandshakeClockTest {
    private static final long HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(60);
    private static final int KEPT_REQUESTS = 10;

    private final AtomicInteger certificatesChecked = new AtomicInteger();

    @SuppressWarnings("NullAway.Init") // each test begins with it
    private ScriptedServer server;

    /** Takes seconds, and on a busy machine many: no test's time. */
    @BeforeAll
    static void makeCertificates() {
        TestCertificates.get();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void serve(String version, ScriptedServer.Script script) throws IOException {
        SSLServerSocket listener = (SSLServerSocket) TestCertificates.get()
                .serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 100, InetAddress.getLoopbackAddress());
        listener.setEnabledProtocols(new String[] {version});
        server = new ScriptedServer(script, listener);
    }

    private LoadSpec load() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[0], new TrustManager[] {new CountedTrust()}, null);
        return LoadSpec.of(Endpoint.parse("echo+tls+tcp://127.0.0.1:" + server.port()), Loads.LEN8)
                .withTls(context)
                .warmingUpAtMost(Duration.ofMillis(100))
                .expecting(Duration.ofSeconds(2), request -> request)
                .onSchedule(new ConstantRate(500));
    }

    /** A session that is resumed shows no certificate. */
    private final class CountedTrust extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            certificatesChecked.incrementAndGet();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Made before the warm-up, which is forgotten; they are not. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void connectionsThatAreKeptHaveOneEach(String version) throws Exception {
        serve(version, (_, request, connection) -> ScriptedServer.reply(connection, request));
        LoadResult.Measured measured = Loads.run(load().withClients(4, 1, 2).counting(Duration.ofMillis(20), 100))
                .measured();
        assertThat(measured.count(Outcome.REPLY)).isEqualTo(100);
        assertThat(measured.handshake().count()).isEqualTo(4);
        assertThat(measured.connect().count()).isZero();
        assertThat(certificatesChecked).hasValue(4);
    }

    @Test
    void oneThatIsMadeAgainHasAnother() throws Exception {
        serve("TLSv1.3", (number, request, connection) -> {
            ScriptedServer.reply(connection, request);
            if (number % KEPT_REQUESTS == KEPT_REQUESTS - 1) {
                connection.close();
            }
        });
        LoadResult.Measured measured =
                Loads.run(load().counting(Duration.ZERO, 55).onSchedule(null)).measured();
        assertThat(measured.count(Counter.RECONNECTED)).isPositive();
        assertThat(measured.handshake().count()).isEqualTo(1 + measured.count(Counter.RECONNECTED));
    }

    /** A server of today gives each client a ticket with which it could resume its session. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void withAConnectionForEachRequestEachIsAFullOne(String version) throws Exception {
        serve(version, (_, request, connection) -> ScriptedServer.reply(connection, request));
        LoadSpec spec = load().connectingPerRequest(true).withClients(2, 1, 1).counting(Duration.ZERO, 40);
        for (int runs = 1; runs <= 2; runs++) {
            LoadResult.Measured measured = Loads.run(spec).measured();
            assertThat(measured.count(Outcome.REPLY)).isEqualTo(40);
            assertThat(measured.handshake().count()).isEqualTo(40);
            assertThat(measured.connect().count()).isEqualTo(40);
            assertThat(certificatesChecked)
                    .as("and of each client a look whether there is a server")
                    .hasValue(runs * 42);
        }
    }

    /** It holds the connection before it looks at the first byte. */
    private static final class HeldHandshakes extends ServerSocket {
        private final SSLContext context = TestCertificates.get().serverContext();

        HeldHandshakes() throws IOException {
            super(0, 100, InetAddress.getLoopbackAddress());
        }

        @Override
        public Socket accept() throws IOException {
            Socket plain = super.accept();
            long end = System.nanoTime() + HELD_NANOS;
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            Socket secured = context.getSocketFactory().createSocket(plain, null, true);
            ((SSLSocket) secured).setUseClientMode(false);
            return secured;
        }
    }

    @Test
    void itRunsFromTheTcpConnectionToTheEndOfTheHandshakeAndServiceIsNotInIt() throws Exception {
        server = new ScriptedServer(
                (_, request, connection) -> ScriptedServer.reply(connection, request), new HeldHandshakes());
        LoadSpec spec = load().connectingPerRequest(true)
                .onSchedule(new ConstantRate(5))
                .counting(Duration.ZERO, 5);
        LoadResult.Measured measured = Loads.run(spec).measured();
        assertThat(measured.count(Outcome.REPLY)).isEqualTo(5);
        assertThat(measured.handshake().minNanos()).isGreaterThan((long) (HELD_NANOS * 0.99));
        assertThat(measured.service().minNanos()).isLessThan(HELD_NANOS / 2);
        assertThat(mean(measured.connect()))
                .as("connecting has the handshake in it")
                .isGreaterThan(mean(measured.handshake()))
                .isLessThan(mean(measured.handshake()) + HELD_NANOS / 2.0);
        assertThat(mean(measured.ideal()))
                .as("what the server made its users wait")
                .isGreaterThan(HELD_NANOS * 0.95);
    }

    private static double mean(LatencyHistogram times) {
        return times.meanNanos();
    }

    @Test
    void withoutTlsThereAreNone() throws Exception {
        server = new ScriptedServer((_, request, connection) -> ScriptedServer.reply(connection, request));
        LoadSpec spec = Loads.echo(server.port()).connectingPerRequest(true).counting(Duration.ZERO, 5);
        LoadResult.Measured measured = Loads.run(spec).measured();
        assertThat(measured.connect().count()).isEqualTo(5);
        assertThat(measured.handshake().count()).isZero();
    }
}
