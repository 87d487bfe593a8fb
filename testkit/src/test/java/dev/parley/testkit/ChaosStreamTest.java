package dev.parley.testkit;

import static dev.parley.testkit.Fault.after;
import static dev.parley.testkit.Fault.afterBytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The TCP proxy, with the client's and the server's socket both in the hands of the test. */
@Timeout(30)
class ChaosStreamTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int PATIENCE_MILLIS = 10_000;
    /** Long enough to be seen, and nothing waits for it to pass. */
    private static final int NOTHING_COMES_MILLIS = 100;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private long socketsBefore;
    private ServerSocket listener;
    private long startNanos;

    @BeforeEach
    void listen() throws IOException {
        socketsBefore = Sockets.open();
        listener = kept(new ServerSocket(0, 50, LOOPBACK));
        listener.setSoTimeout(PATIENCE_MILLIS);
    }

    @AfterEach
    void leavesNoSocketBehind() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
        assertThat(Sockets.open()).isLessThanOrEqualTo(socketsBefore);
    }

    /** Both ends of one client. */
    private record Ends(Socket client, Socket server) {}

    @Test
    void passesBytesAndTheEndsOfBothStreamsUnchanged() throws Exception {
        ChaosProxy proxy = proxy(ChaosScript.NONE);
        Ends ends = connect(proxy);
        byte[] request = new byte[100_000];
        new Random(1).nextBytes(request);
        ends.client.getOutputStream().write(request);
        ends.client.shutdownOutput();
        assertThat(ends.server.getInputStream().readAllBytes()).isEqualTo(request);
        ends.server.getOutputStream().write(new byte[] {1, 2, 3});
        ends.server.close();
        assertThat(ends.client.getInputStream().readAllBytes()).containsExactly(1, 2, 3);
        assertThat(proxy.tally())
                .isEqualTo(new ChaosTally(1, new ChaosTally.Flow(100_000, 0, 0, 0), new ChaosTally.Flow(3, 0, 0, 0)));
    }

    @Test
    void delaysWhatComesByTheTimeInTheScript() throws Exception {
        Ends ends = connect(proxy(ChaosScript.NONE.onReplies(delay(150), delay(100))));
        startNanos = System.nanoTime();
        ends.client.getOutputStream().write(7);
        assertThat(ends.server.getInputStream().read()).isEqualTo(7);
        ends.server.getOutputStream().write(8);
        assertThat(ends.client.getInputStream().read()).isEqualTo(8);
        assertThat(elapsedMillis()).isGreaterThanOrEqualTo(250);
    }

    /** A delay is a long way, not a slow one: a hundred messages sent at its beginning are all under way together. */
    @Test
    void delaysManyMessagesOnceAndNotOneAfterTheOther() throws Exception {
        Ends ends = connect(proxy(ChaosScript.NONE.onRequests(delay(200))));
        startNanos = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            ends.client.getOutputStream().write(i);
        }
        assertThat(ends.server.getInputStream().readNBytes(100)).hasSize(100);
        assertThat(elapsedMillis()).isBetween(200L, 10_000L); // one after the other would take 20 s
    }

    @Test
    void stallsAfterExactlySoManyBytes() throws Exception {
        Ends ends = connect(proxy(ChaosScript.NONE.onRequests(stall(afterBytes(10), 400))));
        startNanos = System.nanoTime();
        ends.client.getOutputStream().write(new byte[25]);
        assertThat(ends.server.getInputStream().readNBytes(10)).hasSize(10);
        assertNothingComes(ends.server);
        assertThat(ends.server.getInputStream().readNBytes(15)).hasSize(15);
        assertThat(elapsedMillis()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void stallsAllClientsAtOneMoment() throws Exception {
        startNanos = System.nanoTime();
        ChaosProxy proxy = proxy(ChaosScript.NONE.onReplies(stall(after(Duration.ZERO), 500)));
        Ends first = connect(proxy);
        Ends second = connect(proxy);
        for (Ends ends : List.of(first, second)) {
            ends.client.getOutputStream().write(1);
            assertThat(ends.server.getInputStream().read())
                    .as("requests do not stall")
                    .isOne();
            ends.server.getOutputStream().write(2);
        }
        assertThat(second.client.getInputStream().read()).isEqualTo(2);
        assertThat(elapsedMillis()).isGreaterThanOrEqualTo(500);
        assertThat(first.client.getInputStream().read()).isEqualTo(2);
    }

    @Test
    void cutsNormallyAfterExactlySoManyBytes() throws Exception {
        Ends ends = connect(proxy(ChaosScript.NONE.onReplies(new Fault.Cut(afterBytes(5)))));
        ends.client.getOutputStream().write(new byte[3]);
        assertThat(ends.server.getInputStream().readNBytes(3)).hasSize(3);
        ends.server.getOutputStream().write(new byte[10]);
        assertThat(ends.client.getInputStream().readAllBytes()).hasSize(5);
        assertThat(ends.server.getInputStream().read()).isEqualTo(-1);
        for (int i = 0; i < 3; i++) { // thrown away, and no reset follows: it would fail the next write
            ends.client.getOutputStream().write(new byte[100]);
        }
        ends.client.shutdownOutput();
        ends.server.shutdownOutput();
        assertThat(ends.client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void resetsAfterExactlySoManyBytes() throws Exception {
        ChaosProxy proxy = proxy(ChaosScript.NONE.onReplies(new Fault.Reset(afterBytes(5))));
        Ends ends = connect(proxy);
        ends.server.getOutputStream().write(new byte[10]);
        assertThat(bytesBeforeReset(ends.client)).isLessThanOrEqualTo(5);
        assertThat(bytesBeforeReset(ends.server)).isZero();
        assertThat(proxy.tally().replies().passed()).isEqualTo(5);
    }

    @Test
    void cutsAndResetsBeforeTheFirstByte() throws Exception {
        Ends cut = connect(proxy(ChaosScript.NONE.onRequests(new Fault.Cut(afterBytes(0)))));
        assertThat(cut.client.getInputStream().read()).isEqualTo(-1);
        assertThat(cut.server.getInputStream().read()).isEqualTo(-1);
        ChaosProxy resetting = proxy(ChaosScript.NONE.onRequests(new Fault.Reset(afterBytes(0))));
        assertThatThrownBy(() -> client(resetting).getInputStream().read()) // it may come while we connect
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    @Test
    void cutsAndResetsAtAMomentThoughNothingFlows() throws Exception {
        startNanos = System.nanoTime();
        Ends cut = connect(proxy(ChaosScript.NONE.onReplies(new Fault.Cut(after(Duration.ofMillis(200))))));
        Ends reset = connect(proxy(ChaosScript.NONE.onReplies(new Fault.Reset(after(Duration.ofMillis(200))))));
        assertThat(cut.client.getInputStream().read()).isEqualTo(-1);
        assertThat(elapsedMillis()).isGreaterThanOrEqualTo(200);
        assertThat(cut.server.getInputStream().read()).isEqualTo(-1);
        assertThat(bytesBeforeReset(reset.client)).isZero();
        assertThat(bytesBeforeReset(reset.server)).isZero();
    }

    @Test
    void letsNoMoreThanItsRateThrough() throws Exception {
        Ends ends = connect(proxy(ChaosScript.NONE.onRequests(new Fault.Rate(100_000))));
        startNanos = System.nanoTime();
        ends.client.getOutputStream().write(new byte[50_000]);
        assertThat(ends.server.getInputStream().readNBytes(10_000)).hasSize(10_000);
        assertThat(elapsedMillis()).as("smoothly: not all at the end").isBetween(90L, 10_000L);
        assertThat(ends.server.getInputStream().readNBytes(40_000)).hasSize(40_000);
        assertThat(elapsedMillis())
                .as("50 portions of 10 ms, the first at once")
                .isGreaterThanOrEqualTo(490);
    }

    @Test
    void slowsASenderDownWhoseReaderDoesNotRead() throws Exception {
        Ends ends = connect(proxy(ChaosScript.NONE));
        try (SocketChannel sender = SocketChannel.open();
                Selector writable = Selector.open()) {
            sender.setOption(StandardSocketOptions.SO_SNDBUF, 64 << 10);
            sender.connect(ends.client.getRemoteSocketAddress());
            kept(listener.accept());
            sender.configureBlocking(false).register(writable, SelectionKey.OP_WRITE);
            ByteBuffer bytes = ByteBuffer.allocate(64 << 10);
            long taken = 0;
            while (taken < 512 << 20 && writable.select(500) > 0) {
                writable.selectedKeys().clear();
                taken += sender.write(bytes.clear());
            }
            assertThat(taken).as("what the kernel and the proxy hold").isLessThan(128 << 20);
        }
    }

    @Test
    void passesAResetOn() throws Exception {
        Ends fromClient = connect(proxy(ChaosScript.NONE));
        fromClient.client.setSoLinger(true, 0);
        fromClient.client.close();
        assertThat(bytesBeforeReset(fromClient.server)).isZero();
        Ends fromServer = connect(proxy(ChaosScript.NONE));
        fromServer.server.setSoLinger(true, 0);
        fromServer.server.close();
        assertThat(bytesBeforeReset(fromServer.client)).isZero();
    }

    @Test
    void resetsAClientWhoseServerRefuses() throws Exception {
        ChaosProxy proxy = proxy(ChaosScript.NONE);
        listener.close();
        assertThatThrownBy(() -> client(proxy).getInputStream().read()) // it may come while we connect
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    /** A stall, a delay, a slow line, an unanswered cut: none delays the close, and nothing is left. */
    @Test
    void endsAtOnceWhateverIsGoingOn() throws Exception {
        List<ChaosScript> scripts = List.of(
                ChaosScript.NONE,
                ChaosScript.NONE.onRequests(stall(afterBytes(1), 60_000)),
                ChaosScript.NONE.onRequests(stall(after(Duration.ZERO), 60_000)),
                ChaosScript.NONE.onRequests(delay(60_000)),
                ChaosScript.NONE.onRequests(new Fault.Rate(1)),
                ChaosScript.NONE.onRequests(new Fault.Cut(afterBytes(1))),
                ChaosScript.NONE.onRequests(new Fault.Reset(after(Duration.ofMinutes(1)))));
        for (ChaosScript script : scripts) {
            ChaosProxy proxy = proxy(script);
            Ends ends = connect(proxy);
            ends.client.getOutputStream().write(new byte[100]);
            startNanos = System.nanoTime();
            proxy.close();
            assertThat(elapsedMillis()).as(script.toString()).isLessThan(10_000);
            assertThatThrownBy(() -> client(proxy)).isInstanceOf(ConnectException.class);
            Awaitility.await().untilAsserted(() -> assertThat(proxyThreads()).isEmpty());
            proxy.close();
        }
    }

    /** Virtual threads are in no list of the JDK's but this one. */
    private static List<String> proxyThreads() throws IOException {
        return VirtualThreads.named("parley-chaos");
    }

    @Test
    void refusesWhatCannotBe() {
        Endpoint here = Endpoint.parse("echo://127.0.0.1:7");
        assertThatThrownBy(() -> ChaosProxy.inFrontOf(here, ChaosScript.NONE.onReplies(new Fault.Loss(0.5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Loss[share=0.5] cannot happen to tcp");
        assertThatThrownBy(() -> ChaosProxy.inFrontOf(Endpoint.parse("echo://192.0.2.1:7"), ChaosScript.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not on loopback");
        assertThatThrownBy(() -> new Fault.Rate(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> delay(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> afterBytes(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> after(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    private ChaosProxy proxy(ChaosScript script) throws IOException {
        return kept(ChaosProxy.inFrontOf(Endpoint.parse("test://127.0.0.1:" + listener.getLocalPort()), script));
    }

    private Ends connect(ChaosProxy proxy) throws IOException {
        Socket client = client(proxy);
        Socket server = kept(listener.accept());
        server.setSoTimeout(PATIENCE_MILLIS);
        return new Ends(client, server);
    }

    private Socket client(ChaosProxy proxy) throws IOException {
        Socket client = kept(new Socket());
        client.connect(new InetSocketAddress(LOOPBACK, proxy.endpoint().port()), PATIENCE_MILLIS);
        client.setSoTimeout(PATIENCE_MILLIS);
        return client;
    }

    private <T extends AutoCloseable> T kept(T resource) {
        opened.add(resource);
        return resource;
    }

    private static void assertNothingComes(Socket socket) throws IOException {
        socket.setSoTimeout(NOTHING_COMES_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    private static int bytesBeforeReset(Socket socket) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(bytes);
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
            return bytes.size();
        }
        throw new AssertionError("the stream ended normally after " + bytes.size() + " bytes");
    }

    private long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    private static Fault delay(long millis) {
        return new Fault.Delay(Duration.ofMillis(millis));
    }

    private static Fault stall(Fault.Point at, long millis) {
        return new Fault.Stall(at, Duration.ofMillis(millis));
    }
}
