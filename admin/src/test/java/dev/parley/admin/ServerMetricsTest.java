package dev.parley.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.ServiceFactory;
import dev.parley.core.Transport;
import dev.parley.engine.Engines;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.testkit.ContractCase;
import dev.parley.testkit.RawDatagrams;
import dev.parley.testkit.RawPeer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is counted of servers is what happened there. */
class ServerMetricsTest {
    private static final Protocol<byte[], byte[]> PROTOCOL =
            Protocol.of("echo", Framings.LEN8, Codecs.BYTES, Codecs.BYTES);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ServerMetrics metrics = new ServerMetrics(registry);

    /** By how much the clock goes on each time it is looked at. */
    private int nanosALook = 6_000_000;

    private RunningServer serve(Transport transport, String engine, Limits limits) throws IOException {
        Endpoint endpoint = new Endpoint("echo", transport, "127.0.0.1", 0);
        ServiceFactory<byte[], byte[]> services = conversation -> (request, reply) -> reply.send(request);
        AtomicLong nanos = new AtomicLong();
        return Engines.named(engine)
                .orElseThrow()
                .create()
                .start(ServerSpec.of(
                                endpoint,
                                PROTOCOL,
                                services.filteredBy(
                                        metrics.timing(endpoint, engine, () -> nanos.addAndGet(nanosALook))),
                                limits)
                        .withListener(metrics.of(endpoint, engine)));
    }

    /** By the name and the labels besides endpoint and engine. */
    private Map<String, Double> values() throws IOException {
        Page.Answer answer = new MetricsPage(registry).answer(new Page.Request("", ""));
        Map<String, Double> values = new TreeMap<>();
        new String(answer.body(), UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    assertThat(line).matches("[a-z_:]+(\\{([a-z]+=\"[^\"]*\",?)*\\})? [-+0-9.eEINaf]+");
                    String name = line.substring(0, line.lastIndexOf(' '))
                            .replaceAll("(endpoint|engine)=\"[^\"]*\",?", "")
                            .replace("{}", "");
                    values.merge(name, Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)), Double::sum);
                });
        return values;
    }

    private double value(String name) throws IOException {
        return values().getOrDefault(name, Double.NaN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads", "virtual", "sequential"})
    void conversationsMessagesAndBytesAreCounted(String engine) throws Exception {
        try (RunningServer server = serve(Transport.TCP, engine, Limits.DEFAULT)) {
            try (RawPeer peer = RawPeer.connect(ContractCase.addressOf(server))) {
                for (int i = 0; i < 5; i++) {
                    peer.send(new byte[] {2, 'h', 'i'});
                    peer.read(3);
                }
                await().until(() -> value("parley_sent_bytes_total") == 15);
                assertThat(values())
                        .containsEntry("parley_connections", 1.0)
                        .containsEntry("parley_accepted_total", 1.0)
                        .containsEntry("parley_messages_received_total", 5.0)
                        .containsEntry("parley_received_bytes_total", 15.0)
                        .containsEntry("parley_request_duration_seconds_count", 5.0)
                        .containsEntry("parley_request_duration_seconds_bucket{le=\"0.005\"}", 0.0)
                        .containsEntry("parley_request_duration_seconds_bucket{le=\"0.01\"}", 5.0);
                peer.send(new byte[] {0});
                peer.leave();
            }
            await().until(() -> value("parley_connections") == 0);
            assertThat(values()).containsEntry("parley_closed_total{reason=\"orderly\"}", 1.0);
        }
    }

    @Test
    void theMoreRequestsThereAreTheFewerAreTimed() throws Exception {
        nanosALook = 10_000; // two looks a request that is timed: the next of those begins 20 us after it did
        try (RunningServer server = serve(Transport.TCP, "selector", Limits.DEFAULT);
                RawPeer peer = RawPeer.connect(ContractCase.addressOf(server))) {
            for (int i = 0; i < 256 * 3; i++) {
                peer.send(new byte[] {1, 'x'});
                peer.read(2);
            }
            await().until(() -> value("parley_messages_received_total") == 768);
            assertThat(values())
                    .as("1, 2, 4, 8, 16, 32, 64, 128, 256, 512 and 768")
                    .containsEntry("parley_request_duration_seconds_count", 11.0);
            nanosALook = 1_500_000_000;
            for (int i = 0; i < 256 + 3; i++) {
                peer.send(new byte[] {1, 'x'});
                peer.read(2);
            }
            await().until(() -> value("parley_messages_received_total") == 1027);
            assertThat(values())
                    .as("few again: the first of them ends the pause, the others are timed one by one")
                    .containsEntry("parley_request_duration_seconds_count", 15.0);
        }
    }

    @Test
    void ofManyPeersNoMoreAreTimedThanAThousandASecond() throws Exception {
        nanosALook = 1_000; // hardly any time passes: all that a second may have comes at once
        try (RunningServer server = serve(Transport.TCP, "selector", Limits.DEFAULT)) {
            for (int i = 0; i < SampleRate.PER_SECOND + 50; i++) {
                try (RawPeer peer = RawPeer.connect(ContractCase.addressOf(server))) {
                    peer.send(new byte[] {1, 'x'});
                    peer.read(2);
                }
            }
            await().until(() -> value("parley_messages_received_total") == SampleRate.PER_SECOND + 50);
            double timed = value("parley_request_duration_seconds_count");
            assertThat(timed).isBetween((double) SampleRate.PER_SECOND, SampleRate.PER_SECOND + 10.0);
        }
    }

    @Test
    void refusalsAndOtherEndsAreCountedByTheirReason() throws Exception {
        try (RunningServer server = serve(Transport.TCP, "selector", Limits.DEFAULT.withMaxClientsPerAddress(1))) {
            try (RawPeer one = RawPeer.connectFrom("127.0.0.2", ContractCase.addressOf(server))) {
                one.send(new byte[] {1, 'x'});
                one.read(2);
                assertThat(RawPeer.seenByConnecting("127.0.0.2", ContractCase.addressOf(server)))
                        .isEqualTo("<reset>");
                one.reset();
            }
            await().until(() -> value("parley_closed_total{reason=\"connection_lost\"}") == 1);
            assertThat(values()).containsEntry("parley_refused_total{reason=\"address_limit\"}", 1.0);
        }
    }

    @Test
    void datagramsThatAreDroppedAreCountedByTheirReason() throws Exception {
        try (RunningServer server = serve(Transport.UDP, "selector", Limits.DEFAULT);
                RawDatagrams peer = RawDatagrams.open()) {
            peer.send(new byte[] {9, 'x'}, ContractCase.addressOf(server));
            await().until(() -> value("parley_datagrams_dropped_total{reason=\"malformed\"}") == 1);
        }
    }
}
