package dev.parley.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.queue.Holder;
import dev.parley.queue.MemoryStore;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.StoreLimits;
import dev.parley.testkit.ManualStoreClock;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is said of a store is what it holds. */
class StoreMetricsTest {
    private final ManualStoreClock clock = new ManualStoreClock();
    private final MessageStore store = MemoryStore.open(new StoreLimits(1_000, 1 << 20), clock);

    private String page() throws IOException {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new StoreMetrics(store));
        return new String(
                new MetricsPage(registry).answer(new Page.Request("", "")).body(), UTF_8);
    }

    private void put(String tube, Duration delay) {
        store.put(new NewMessage(tube, 0, delay, Duration.ofSeconds(60), new byte[10]))
                .join();
    }

    @Test
    void messagesAreCountedByStateAndTube() throws IOException {
        put("mail", Duration.ZERO);
        put("mail", Duration.ZERO);
        put("mail", Duration.ofSeconds(5));
        put("work", Duration.ZERO);
        Holder holder = store.holder();
        holder.watch("work");
        holder.reserve(Duration.ZERO).join();
        clock.advance(Duration.ofMillis(1_500));

        assertThat(page())
                .contains(
                        "parley_queue_messages{state=\"ready\"} 2.0\n",
                        "parley_queue_messages{state=\"reserved\"} 1.0\n",
                        "parley_queue_messages{state=\"delayed\"} 1.0\n",
                        "parley_tube_messages{state=\"ready\",tube=\"mail\"} 2.0\n",
                        "parley_tube_oldest_ready_age_seconds{tube=\"mail\"} 1.5\n",
                        "parley_tube_oldest_ready_age_seconds{tube=\"work\"} 0.0\n",
                        "parley_queue_put_total 4.0\n",
                        "parley_store_healthy 1.0\n",
                        "parley_store_info{acknowledgement=\"memory\"} 1\n");
    }

    /** Names of tubes are the clients'. */
    @Test
    void namesOfTubesCannotForgeLinesAndTheirNumberIsBounded() throws IOException {
        put("a\"} 1\nforged 1\n", Duration.ZERO);
        for (int i = 0; i < 3 * StoreMetrics.MOST_TUBES; i++) {
            put("tube" + i, Duration.ZERO);
        }
        String page = page();
        assertThat(page.lines()).noneMatch(line -> line.startsWith("forged"));
        assertThat(page.lines().filter(line -> line.startsWith("parley_tube_oldest")))
                .hasSize(StoreMetrics.MOST_TUBES);
    }

    @Test
    void aQueueThatDrainsIsInTrouble() {
        StoreMetrics metrics = new StoreMetrics(store);
        assertThat(metrics.trouble()).isEmpty();
        store.setDraining(true);
        assertThat(metrics.trouble()).hasValue("the queue is draining: it takes no messages");
    }

    @Test
    void aStoreThatIsClosedIsNotHealthy() throws IOException {
        store.close();
        assertThat(page()).contains("parley_store_healthy 0.0\n");
        assertThat(new StoreMetrics(store).trouble()).hasValue("the store does not answer");
    }
}
