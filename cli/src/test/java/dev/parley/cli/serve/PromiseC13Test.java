package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.RawClient;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** C13: out of memory is an answer, not a death. A process with a heap of 64 MiB and a flood of puts over TCP and UDP. */
class PromiseC13Test {
    private static final Map<String, String> SMALL_HEAP = Map.of("JDK_JAVA_OPTIONS", "-Xmx64m");
    private static final int CLIENTS = 8;
    private static final byte[] MESSAGE = new byte[3000];
    private static final byte[] GET = "<<GET>>".getBytes(StandardCharsets.US_ASCII);

    static {
        Arrays.fill(MESSAGE, (byte) 'm');
    }

    /** What became of the puts of one client. */
    private record Puts(long stored, long refused) {}

    @Test
    @Tag("slow")
    void refusesPutsThatDoNotFitTheHeap() throws Exception {
        flood(Duration.ofSeconds(5));
    }

    @Test
    @Tag("nightly")
    @Timeout(900)
    void refusesThemForTenMinutes() throws Exception {
        // A server logs each refusal, and this process keeps what it logs: a minute of it, not ten.
        long minutes = Long.getLong("parley.nightly.minutes", 10);
        for (int minute = 0; minute < minutes; minute++) {
            flood(Duration.ofMinutes(1));
        }
    }

    /** For as long as this, and until every client has been refused. */
    private static void flood(Duration time) throws Exception {
        try (ParleyProcess parley = ParleyProcess.serve(SMALL_HEAP, "queue://:0", "queue+udp://:0")) {
            long end = System.nanoTime() + time.toNanos();
            List<Puts> puts = new ArrayList<>();
            try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Puts>> running = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    running.add(clients.submit(() -> put(parley, end)));
                }
                for (Future<Puts> client : running) {
                    puts.add(client.get());
                }
            }
            assertThat(puts).allSatisfy(client -> assertThat(client.refused()).isPositive());
            assertThat(puts.stream().mapToLong(Puts::stored).sum() * MESSAGE.length)
                    .as("bytes stored: a good part of the heap")
                    .isGreaterThan(6_000_000);
            assertThat(talk(parley, GET)).isEqualTo(MESSAGE);
            assertThat(talk(parley, MESSAGE)).as("there is room again").isEmpty();
            assertThat(parley.stop("TERM")).isEqualTo(ExitCode.OK);
            assertThat(parley.err()).doesNotContain("java.lang.OutOfMemoryError");
        }
    }

    private static Puts put(ParleyProcess parley, long end) throws IOException {
        long stored = 0;
        long refused = 0;
        try (DatagramSocket datagrams = new DatagramSocket()) {
            datagrams.connect(address(parley, 1));
            while (refused == 0 || System.nanoTime() < end) {
                datagrams.send(new DatagramPacket(MESSAGE, MESSAGE.length)); // not answered, whatever becomes of it
                String reply = new String(talk(parley, MESSAGE), StandardCharsets.UTF_8);
                if (reply.isEmpty()) {
                    stored++;
                } else {
                    assertThat(reply).matches("Error - message not stored: the queue is full: \\d+ of \\d+ bytes .*");
                    refused++;
                }
            }
        }
        return new Puts(stored, refused);
    }

    private static byte[] talk(ParleyProcess parley, byte[] message) throws IOException {
        try (RawClient client = RawClient.connect(address(parley, 0))) {
            client.send(message);
            client.socket().shutdownOutput();
            return client.receiveToEnd();
        }
    }

    private static InetSocketAddress address(ParleyProcess parley, int endpoint) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(),
                parley.endpoints().get(endpoint).port());
    }
}
