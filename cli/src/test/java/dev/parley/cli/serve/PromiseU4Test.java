package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** U4: drops are visible. */
@Tag("slow")
class PromiseU4Test {
    private static final int BURST = 10_000;

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads", "virtual", "sequential"})
    void ofABurstEachDatagramIsServedOrCountedAsDropped(String engine) throws Exception {
        try (client;
                ParleyProcess server =
                        ParleyProcess.serve("reverse+udp://:0", "--engine", engine, "--admin", "127.0.0.1:0")) {
            URI metrics = URI.create(
                    server.program().awaitText("admin (http://\\S+)\n").group(1) + "/metrics");
            try (DatagramChannel peer = DatagramChannel.open()) {
                peer.connect(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(),
                        server.endpoints().getFirst().port()));
                server.program().signal("STOP"); // so that nothing is taken out while the burst comes
                for (int i = 0; i < BURST; i++) {
                    peer.write(ByteBuffer.wrap(new byte[] {3, 'a', 'b', 'c'}));
                }
                server.program().signal("CONT");

                await().atMost(ChildProgram.PATIENCE).untilAsserted(() -> {
                    String text = text(metrics);
                    assertThat(sum(text, "parley_messages_received_total")
                                    + sum(text, "parley_datagrams_dropped_total")
                                    + sum(text, "parley_datagrams_dropped_by_kernel_total"))
                            .isEqualTo(BURST);
                });
                assertThat(sum(text(metrics), "parley_datagrams_dropped_by_kernel_total"))
                        .as("more than a receive buffer holds")
                        .isPositive();
            }
        }
    }

    private String text(URI metrics) throws Exception {
        return client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                .body();
    }

    private static double sum(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
