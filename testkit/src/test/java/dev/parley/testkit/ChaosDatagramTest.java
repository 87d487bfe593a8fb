package dev.parley.testkit;

import static dev.parley.testkit.Fault.after;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.Endpoint;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The UDP proxy, with the client's and the server's socket both in the hands of the test. */
@Timeout(30)
class ChaosDatagramTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int PATIENCE_MILLIS = 10_000;
    /** Long enough for whatever is still on its way. */
    private static final int QUIET_MILLIS = 300;
    /** Fewer than the smallest buffer of a socket holds, so that nothing but the script loses one. */
    private static final int MANY = 100;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private long socketsBefore;
    private DatagramSocket server;
    private long startNanos;

    @BeforeEach
    void open() throws IOException {
        socketsBefore = Sockets.open();
        server = socket(0);
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
        assertThat(Sockets.open()).isLessThanOrEqualTo(socketsBefore);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(VirtualThreads.named("parley-chaos")).isEmpty());
    }

    @Test
    void passesDatagramsBothWaysUnchangedTheEmptyAndTheLongestToo() throws IOException {
        ChaosProxy proxy = proxy(ChaosScript.NONE);
        DatagramSocket client = socket(0);
        byte[] longest = new byte[65_507];
        Arrays.fill(longest, (byte) 'x');
        for (byte[] request : List.of(new byte[] {1, 2, 3}, new byte[0], longest)) {
            send(client, proxy, request);
            DatagramPacket there = receive(server);
            assertThat(bytes(there)).isEqualTo(request);
            server.send(new DatagramPacket(request, request.length, there.getSocketAddress()));
            DatagramPacket back = receive(client);
            assertThat(bytes(back)).isEqualTo(request);
            assertThat(back.getPort()).isEqualTo(proxy.endpoint().port());
        }
        assertThat(proxy.tally())
                .isEqualTo(new ChaosTally(1, new ChaosTally.Flow(3, 0, 0, 0), new ChaosTally.Flow(3, 0, 0, 0)));
    }

    @Test
    void showsTheServerOneAddressAClient() throws IOException {
        ChaosProxy proxy = proxy(ChaosScript.NONE);
        DatagramSocket first = socket(0);
        DatagramSocket second = socket(0);
        send(first, proxy, new byte[] {1});
        DatagramPacket fromFirst = receive(server);
        send(second, proxy, new byte[] {2});
        DatagramPacket fromSecond = receive(server);
        assertThat(fromSecond.getPort()).isNotEqualTo(fromFirst.getPort());
        server.send(new DatagramPacket(new byte[] {20}, 1, fromSecond.getSocketAddress()));
        server.send(new DatagramPacket(new byte[] {10}, 1, fromFirst.getSocketAddress()));
        assertThat(bytes(receive(first))).containsExactly(10);
        assertThat(bytes(receive(second))).containsExactly(20);
        assertThat(proxy.tally().clients()).isEqualTo(2);
    }

    @Test
    void losesTheSameDatagramsEveryTime() throws IOException {
        ChaosScript script = ChaosScript.seeded(42).onRequests(new Fault.Loss(0.2));
        ChaosProxy proxy = proxy(script);
        List<Integer> arrived = numbersThrough(proxy);
        assertThat(arrived).isSorted().doesNotHaveDuplicates().hasSizeBetween(60, 95);
        assertThat(proxy.tally().requests())
                .isEqualTo(new ChaosTally.Flow(arrived.size(), MANY - arrived.size(), 0, 0));
        assertThat(numbersThrough(proxy(script))).isEqualTo(arrived);
        assertThat(numbersThrough(proxy(ChaosScript.seeded(43).onRequests(new Fault.Loss(0.2)))))
                .isNotEqualTo(arrived);
    }

    @Test
    void losesRepliesAndNotRequests() throws IOException {
        ChaosProxy proxy = proxy(ChaosScript.NONE.onReplies(new Fault.Loss(1)));
        DatagramSocket client = socket(0);
        send(client, proxy, new byte[1]);
        server.send(new DatagramPacket(new byte[1], 1, receive(server).getSocketAddress()));
        client.setSoTimeout(QUIET_MILLIS);
        assertThatThrownBy(() -> client.receive(new DatagramPacket(new byte[1], 1)))
                .isInstanceOf(SocketTimeoutException.class);
        assertThat(proxy.tally().replies().lost()).isOne();
    }

    @Test
    void duplicatesAndReordersAsItsTallyReports() throws IOException {
        ChaosProxy proxy =
                proxy(ChaosScript.seeded(1).onRequests(new Fault.Duplication(0.1), new Fault.Reordering(0.1, 3)));
        List<Integer> arrived = numbersThrough(proxy);
        ChaosTally.Flow flow = proxy.tally().requests();
        assertThat(arrived).hasSize((int) flow.passed()).hasSize(MANY + (int) flow.duplicated());
        assertThat(flow.duplicated()).isPositive();
        assertThat(flow.reordered()).isPositive();
        assertThat(arrived.stream().distinct()).hasSize(MANY);
        long behindLater = arrived.stream()
                .distinct()
                .filter(n -> arrived.subList(0, arrived.indexOf(n)).stream().anyMatch(earlier -> earlier > n))
                .count();
        assertThat(behindLater).isEqualTo(flow.reordered());
    }

    @Test
    void delaysAndStallsByTheTimeInTheScript() throws IOException {
        startNanos = System.nanoTime();
        ChaosProxy proxy = proxy(ChaosScript.NONE
                .onRequests(new Fault.Stall(after(Duration.ZERO), Duration.ofMillis(300)))
                .onReplies(new Fault.Delay(Duration.ofMillis(200))));
        DatagramSocket client = socket(0);
        send(client, proxy, new byte[] {1});
        send(client, proxy, new byte[] {2});
        DatagramPacket there = receive(server);
        assertThat(elapsedMillis()).isGreaterThanOrEqualTo(300);
        assertThat(bytes(there)).containsExactly(1);
        assertThat(bytes(receive(server))).containsExactly(2);
        server.send(new DatagramPacket(new byte[] {3}, 1, there.getSocketAddress()));
        assertThat(bytes(receive(client))).containsExactly(3);
        assertThat(elapsedMillis()).isGreaterThanOrEqualTo(500);
    }

    /** Nobody listens: the kernel reports that to the sender, and the proxy must survive it. */
    @Test
    void goesOnWhenTheServerComesBack() throws IOException {
        ChaosProxy proxy = proxy(ChaosScript.NONE);
        int port = server.getLocalPort();
        server.close();
        DatagramSocket client = socket(0);
        for (byte n = 0; n < 3; n++) {
            send(client, proxy, new byte[] {n});
        }
        Awaitility.await().untilAsserted(() -> {
            ChaosTally.Flow flow = proxy.tally().requests();
            assertThat(flow.passed() + flow.lost()).isEqualTo(3);
        });
        DatagramSocket again = socket(port);
        again.setSoTimeout(QUIET_MILLIS);
        Awaitility.await()
                .ignoreExceptionsInstanceOf(SocketTimeoutException.class)
                .untilAsserted(() -> {
                    send(client, proxy, new byte[] {9});
                    assertThat(bytes(receive(again))).containsExactly(9);
                });
    }

    @Test
    void endsAtOnceWithDatagramsOnTheWay() throws Exception {
        ChaosProxy proxy = proxy(ChaosScript.NONE.onRequests(new Fault.Delay(Duration.ofMinutes(1))));
        send(socket(0), proxy, new byte[1]);
        Awaitility.await().until(() -> proxy.tally().clients() == 1);
        startNanos = System.nanoTime();
        proxy.close();
        assertThat(elapsedMillis()).isLessThan(10_000);
        socket(proxy.endpoint().port()); // the port is free again
        proxy.close();
    }

    @Test
    void refusesWhatCannotHappenToDatagrams() {
        Endpoint here = Endpoint.parse("echo+udp://127.0.0.1:7");
        for (Fault fault : List.of(
                new Fault.Cut(after(Duration.ZERO)),
                new Fault.Reset(Fault.afterBytes(1)),
                new Fault.Rate(1),
                new Fault.Stall(Fault.afterBytes(1), Duration.ofSeconds(1)))) {
            assertThatThrownBy(() -> ChaosProxy.inFrontOf(here, ChaosScript.NONE.onRequests(fault)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageEndingWith("cannot happen to udp");
        }
        for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new Fault.Loss(share)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Fault.Reordering(0.1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Sends {@value #MANY} numbered datagrams; the numbers that reach the server, until none comes any more. */
    private List<Integer> numbersThrough(ChaosProxy proxy) throws IOException {
        DatagramSocket client = socket(0);
        for (int n = 0; n < MANY; n++) {
            send(client, proxy, ByteBuffer.allocate(4).putInt(n).array());
        }
        List<Integer> numbers = new ArrayList<>();
        server.setSoTimeout(QUIET_MILLIS);
        try {
            while (true) {
                numbers.add(ByteBuffer.wrap(bytes(receive(server))).getInt());
            }
        } catch (SocketTimeoutException e) {
            return numbers;
        } finally {
            server.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    private ChaosProxy proxy(ChaosScript script) throws IOException {
        return kept(ChaosProxy.inFrontOf(Endpoint.parse("test+udp://127.0.0.1:" + server.getLocalPort()), script));
    }

    private DatagramSocket socket(int port) throws IOException {
        DatagramSocket socket = kept(new DatagramSocket(new InetSocketAddress(LOOPBACK, port)));
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private <T extends AutoCloseable> T kept(T resource) {
        opened.add(resource);
        return resource;
    }

    private static void send(DatagramSocket client, ChaosProxy proxy, byte[] bytes) throws IOException {
        client.send(new DatagramPacket(
                bytes,
                bytes.length,
                new InetSocketAddress(LOOPBACK, proxy.endpoint().port())));
    }

    private static DatagramPacket receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        socket.receive(packet);
        return packet;
    }

    private static byte[] bytes(DatagramPacket packet) {
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }
}
