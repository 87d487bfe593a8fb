package dev.parley.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events carry what a server counts, and whether it is ready. */
@Timeout(60)
class EventStreamTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter counter =
            Counter.builder().name("parley_things").help("Things").register(registry);

    private final AtomicInteger asked = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
    }

    private AdminServer serve(Duration pause) throws IOException {
        HealthPage health = new HealthPage(List.of(
                () -> {
                    asked.incrementAndGet();
                    return Optional.of("draining");
                },
                () -> Optional.of("full")));
        return AdminServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Map.of("/events", new EventStream(new MetricsPage(registry), health, pause, System::nanoTime)));
    }

    private HttpResponse<InputStream> follow(AdminServer server) throws Exception {
        URI events = URI.create("http://127.0.0.1:" + server.address().getPort() + "/events");
        return client.send(HttpRequest.newBuilder(events).build(), BodyHandlers.ofInputStream());
    }

    private static BufferedReader lines(HttpResponse<InputStream> response) {
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    @Test
    void anEventHasALineForEachReasonAndForEachNumberAndAStreamEndsByItself() throws Exception {
        counter.inc(3);
        try (AdminServer server = serve(Duration.ofMillis(1))) {
            HttpResponse<InputStream> response = follow(server);
            try (BufferedReader in = lines(response)) {
                String text = String.join("\n", in.readAllLines());
                assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
                String event =
                        "event: state\ndata: draining\ndata: full\n\nevent: metrics\ndata: parley_things_total 3.0\n";
                assertThat(text).startsWith("retry: 500\n" + event).doesNotContain("# HELP");
                assertThat(text.split("event: metrics", -1)).hasSize(EventStream.EVENTS + 1);
            }
        }
    }

    @Test
    void oneTooManyIsToldSo() throws Exception {
        List<BufferedReader> followers = new ArrayList<>();
        AdminServer server = serve(LONG);
        try (server) {
            for (int i = 0; i < EventStream.MOST_AT_ONCE; i++) {
                BufferedReader in = lines(follow(server));
                followers.add(in);
                assertThat(in.readLine()).isEqualTo("retry: 500");
                assertThat(in.readLine()).isEqualTo("event: state");
            }
            assertThat(asked).as("they get the same numbers").hasValue(1);
            try (BufferedReader in = lines(follow(server))) {
                assertThat(in.readAllLines())
                        .containsExactly(
                                "retry: 5000", "event: full", "data: 16 pages look at this server already", "");
            }
        } finally {
            for (BufferedReader in : followers) {
                in.close();
            }
        }
    }

    @Test
    void aServerThatIsClosedEndsItsStreams() throws Exception {
        AdminServer server = serve(LONG);
        BufferedReader in = lines(follow(server));
        try (server) {
            assertThat(in.readLine()).isEqualTo("retry: 500");
        }
        assertThatThrownBy(in::readAllLines).as("it is cut").isInstanceOf(IOException.class);
        in.close();
    }
}
