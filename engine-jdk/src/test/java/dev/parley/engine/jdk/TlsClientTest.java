package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.client.CannotConnectException;
import dev.parley.client.Client;
import dev.parley.client.ClientOptions;
import dev.parley.client.PipelinedClient;
import dev.parley.client.ReplyTimeoutException;
import dev.parley.client.ServerClosedException;
import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.Service;
import dev.parley.engine.CloseReason;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.TlsWire;
import dev.parley.testkit.ChaosProxy;
import dev.parley.testkit.ChaosScript;
import dev.parley.testkit.ConversationLog;
import dev.parley.testkit.Fault;
import dev.parley.testkit.TestCertificates;
import dev.parley.tls.TlsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The library's clients on TLS, also where the connection between them and the server goes wrong. */
class TlsClientTest {
    private static final TestCertificates CERTIFICATES = TestCertificates.get();
    private static final ClientOptions OPTIONS = ClientOptions.DEFAULT.withTls(CERTIFICATES.clientContext());
    private static final Duration SHORT = Duration.ofMillis(300);
    /** What the server sends before it can answer: its certificate and the like. */
    private static final int HANDSHAKE_BYTES = 1500;

    private static final int REPLY_BYTES = 60_000;

    private static Protocol<byte[], byte[]> protocol(Framing framing) {
        return Protocol.of("contract", framing, Codecs.BYTES, Codecs.BYTES);
    }

    private static RunningServer start(Framing framing, Service<byte[], byte[]> service) throws IOException {
        Endpoint endpoint = Endpoint.parse("contract+tls+tcp://127.0.0.1:0");
        TlsServer tls = new TlsServer(CERTIFICATES::serverContext, false, framing.endsWithStream());
        return ThreadEngine.virtual()
                .start(ServerSpec.of(endpoint, protocol(framing), service).withWires(TlsWire.of(tls)));
    }

    @Test
    void manyRequestsOfEachSizeAreInFlightAtOnce() throws Exception {
        Random random = new Random(11);
        try (RunningServer server = start(Framings.LEN32, (request, reply) -> reply.send(request));
                var client = PipelinedClient.connect(server.endpoint(), protocol(Framings.LEN32), OPTIONS)) {
            List<byte[]> requests = new ArrayList<>();
            List<CompletableFuture<byte[]>> replies = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                byte[] request = new byte[random.nextInt(i % 50 == 0 ? 200_000 : 300)];
                random.nextBytes(request);
                requests.add(request);
                replies.add(client.send(request));
            }
            for (int i = 0; i < requests.size(); i++) {
                assertThat(replies.get(i).get()).as("reply %d", i).isEqualTo(requests.get(i));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {HANDSHAKE_BYTES + 1000, HANDSHAKE_BYTES + 17_000, REPLY_BYTES})
    void aReplyThatIsCutIsNeverTakenForAWholeOne(int bytes) throws Exception {
        ChaosScript cut = ChaosScript.NONE.onReplies(new Fault.Cut(Fault.afterBytes(bytes)));
        try (RunningServer server = start(Framings.END, (request, reply) -> reply.send(new byte[REPLY_BYTES]));
                ChaosProxy proxy = ChaosProxy.inFrontOf(server.endpoint(), cut)) {
            try (var client = Client.connect(proxy.endpoint(), protocol(Framings.END), OPTIONS)) {
                assertThatThrownBy(() -> client.call(new byte[] {'x'}))
                        .isInstanceOf(ServerClosedException.class)
                        .hasMessageContaining("close_notify");
            }
            try (var client = Client.connect(proxy.endpoint(), protocol(Framings.END), OPTIONS)) {
                client.send(new byte[] {'x'});
                assertThatThrownBy(() -> client.transferReply(new ByteArrayOutputStream()))
                        .isInstanceOf(ServerClosedException.class);
            }
        }
    }

    @Test
    void aWholeReplyThatEndsWithItsStreamIsOne() throws Exception {
        try (RunningServer server = start(Framings.END, (request, reply) -> reply.send(new byte[REPLY_BYTES]));
                var client = Client.connect(server.endpoint(), protocol(Framings.END), OPTIONS)) {
            assertThat(client.call(new byte[] {'x'})).hasSize(REPLY_BYTES);
        }
    }

    @Test
    void aRequestThatIsCutIsNeverServed() throws Exception {
        ConversationLog log = new ConversationLog();
        ServerSpec spec = ServerSpec.of(
                        Endpoint.parse("contract+tls+tcp://127.0.0.1:0"),
                        protocol(Framings.END),
                        log.services(),
                        Limits.DEFAULT.withMaxMessage(1 << 20, dev.parley.core.TooLong.REJECT))
                .withListener(log)
                .withWires(TlsWire.of(new TlsServer(CERTIFICATES::serverContext, false, true)));
        ChaosScript cut = ChaosScript.NONE.onRequests(new Fault.Cut(Fault.afterBytes(20_000)));
        try (RunningServer server = new SelectorEngine(1).start(spec);
                ChaosProxy proxy = ChaosProxy.inFrontOf(server.endpoint(), cut);
                var client = Client.connect(proxy.endpoint(), protocol(Framings.END), OPTIONS)) {
            assertThatThrownBy(() -> client.call(new byte[REPLY_BYTES])).isInstanceOf(IOException.class);
            await().until(() -> !log.closeReasons().isEmpty());
            assertThat(log.closeReasons()).containsExactly(CloseReason.CONNECTION_LOST);
            assertThat(log.served()).isEmpty();
        }
    }

    @Test
    void aReplyMayStillComeAfterItsTimeoutHasPassedInTheMiddleOfARecord() throws Exception {
        ChaosScript stall = ChaosScript.NONE.onReplies(
                new Fault.Stall(Fault.afterBytes(HANDSHAKE_BYTES + 5000), Duration.ofSeconds(1)));
        try (RunningServer server = start(Framings.LEN32, (request, reply) -> reply.send(new byte[REPLY_BYTES]));
                ChaosProxy proxy = ChaosProxy.inFrontOf(server.endpoint(), stall);
                var client =
                        Client.connect(proxy.endpoint(), protocol(Framings.LEN32), OPTIONS.withReplyTimeout(SHORT))) {
            assertThatThrownBy(() -> client.call(new byte[] {'x'})).isInstanceOf(ReplyTimeoutException.class);
            byte[] late = null;
            while (late == null) {
                try {
                    late = client.receive();
                } catch (ReplyTimeoutException _) {
                    // The line still stalls.
                }
            }
            assertThat(late).hasSize(REPLY_BYTES);
        }
    }

    @Test
    void aHandshakeThatTakesTooLongIsGivenUp() throws Exception {
        ClientOptions patient = OPTIONS.withTimeout(SHORT);
        ChaosScript slow = ChaosScript.NONE.onReplies(new Fault.Rate(500));
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningServer server = start(Framings.LEN32, (request, reply) -> reply.send(request));
                ChaosProxy proxy = ChaosProxy.inFrontOf(server.endpoint(), slow)) {
            Endpoint nobody = server.endpoint().withPort(silent.getLocalPort());
            for (Endpoint endpoint : List.of(nobody, proxy.endpoint())) {
                assertThatThrownBy(() -> Client.connect(endpoint, protocol(Framings.LEN32), patient))
                        .isInstanceOf(CannotConnectException.class)
                        .hasMessageContaining("no TLS handshake within 300 ms");
            }
        }
    }
}
