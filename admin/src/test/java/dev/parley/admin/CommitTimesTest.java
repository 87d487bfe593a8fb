package dev.parley.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.queue.MemoryStore;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.StoreLimits;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

/** How long commits took is shown as a histogram. */
class CommitTimesTest {
    private static final String NAME = "parley_store_commit_duration_seconds";

    private final PrometheusRegistry registry = new PrometheusRegistry();

    private String page() throws IOException {
        return new String(
                new MetricsPage(registry).answer(new Page.Request("", "")).body(), UTF_8);
    }

    /** A store of which nothing is asked but to time its commits. */
    private static MessageStore timedBy(List<LongConsumer> timed) {
        return (MessageStore) Proxy.newProxyInstance(
                MessageStore.class.getClassLoader(), new Class<?>[] {MessageStore.class}, (_, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("timeCommits");
                    timed.add((LongConsumer) arguments[0]);
                    return null;
                });
    }

    @Test
    void eachCommitIsCountedByItsTime() throws IOException {
        List<LongConsumer> timed = new ArrayList<>();
        CommitTimes.register(registry, timedBy(timed));

        timed.getFirst().accept(300_000);
        timed.getFirst().accept(4_000_000);
        timed.getFirst().accept(4_000_000);

        assertThat(page())
                .contains(
                        NAME + "_bucket{le=\"2.5E-4\"} 0\n",
                        NAME + "_bucket{le=\"5.0E-4\"} 1\n",
                        NAME + "_bucket{le=\"0.005\"} 3\n",
                        NAME + "_count 3\n",
                        NAME + "_sum 0.0083\n");
        HistogramSnapshot native_ = (HistogramSnapshot)
                registry.scrape(NAME::equals).stream().findFirst().orElseThrow();
        assertThat(native_.getDataPoints().getFirst().hasNativeHistogramData()).isTrue();
    }

    @Test
    void aStoreThatCommitsNothingShowsNone() throws IOException {
        try (MessageStore store = MemoryStore.open(new StoreLimits(10, 1_000))) {
            CommitTimes.register(registry, store);
            store.put(new NewMessage("mail", 0, Duration.ZERO, Duration.ofSeconds(60), new byte[10]))
                    .join();
            assertThat(page()).contains(NAME + "_count 0\n");
        }
    }
}
