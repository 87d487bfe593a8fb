package dev.parley.admin;

import dev.parley.queue.MessageCounts;
import dev.parley.queue.MessageStore;
import dev.parley.queue.StoreStats;
import dev.parley.queue.TubeStats;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a store holds, asked when somebody wants to know. Of tubes, the first {@value #MOST_TUBES} in the order of their names: each has
 * a few lines. A store that does not answer within {@link #PATIENCE} is not well, and only that is said.
 */
public final class StoreMetrics implements MultiCollector {
    static final int MOST_TUBES = 100;
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final double NANOS_PER_SECOND = 1e9;

    private final MessageStore store;

    public StoreMetrics(MessageStore store) {
        this.store = store;
    }

    /** Why it is not well; empty when it is. Blocks for {@link #PATIENCE} at most. */
    public Optional<String> trouble() {
        Optional<StoreStats> stats = now(store.stats());
        if (stats.isEmpty()) {
            return Optional.of("the store does not answer");
        }
        if (stats.get().draining()) {
            return Optional.of("the queue is draining: it takes no messages");
        }
        String health = stats.get().health();
        return health.equals("ok") ? Optional.empty() : Optional.of(health);
    }

    private static <T> Optional<T> now(CompletableFuture<T> answer) {
        try {
            return Optional.of(answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public MetricSnapshots collect() {
        MetricSnapshots.Builder metrics = MetricSnapshots.builder();
        Optional<StoreStats> stats = now(store.stats());
        metrics.metricSnapshot(gauge(
                "parley_store_healthy",
                "1 while the store takes messages and answers, else 0",
                List.of(value(
                        Labels.EMPTY,
                        stats.filter(known -> known.health().equals("ok")).isPresent() ? 1 : 0))));
        metrics.metricSnapshot(InfoSnapshot.builder()
                .name("parley_store")
                .help("What an answer of the store promises")
                .dataPoint(InfoDataPointSnapshot.builder()
                        .labels(Labels.of(
                                "acknowledgement",
                                store.acknowledgement().name().toLowerCase(Locale.ROOT)))
                        .build())
                .build());
        stats.ifPresent(known -> ofStore(known, metrics));
        stats.flatMap(known -> now(store.tubes())).ifPresent(tubes -> ofTubes(tubes, metrics));
        return metrics.build();
    }

    private static void ofStore(StoreStats stats, MetricSnapshots.Builder metrics) {
        metrics.metricSnapshot(
                gauge("parley_queue_messages", "Messages stored, by state", byState(stats.counts(), Labels.EMPTY)));
        metrics.metricSnapshot(
                gauge("parley_queue_bytes", "What messages take of the limit", List.of(value(Labels.EMPTY, (double)
                        stats.bytes()))));
        metrics.metricSnapshot(gauge(
                "parley_queue_waiting",
                "Reserves that wait for a message",
                List.of(value(Labels.EMPTY, stats.waiting()))));
        metrics.metricSnapshot(gauge(
                "parley_queue_draining",
                "1 while the queue refuses messages because it drains, else 0",
                List.of(value(Labels.EMPTY, stats.draining() ? 1 : 0))));
        metrics.metricSnapshot(
                counter("parley_queue_put", "Messages stored since the server started", (double) stats.total()));
        metrics.metricSnapshot(
                counter("parley_queue_timeouts", "Messages that were held for longer than their time to run", (double)
                        stats.timeouts()));
    }

    private void ofTubes(List<String> tubes, MetricSnapshots.Builder metrics) {
        List<GaugeDataPointSnapshot> counts = new ArrayList<>();
        List<GaugeDataPointSnapshot> ages = new ArrayList<>();
        List<CompletableFuture<Optional<TubeStats>>> asked =
                tubes.stream().limit(MOST_TUBES).map(store::stats).toList();
        for (CompletableFuture<Optional<TubeStats>> answer : asked) {
            now(answer).flatMap(tube -> tube).ifPresent(tube -> {
                Labels labels = Labels.of("tube", tube.name());
                counts.addAll(byState(tube.counts(), labels));
                ages.add(value(labels, tube.oldestReadyAge().toNanos() / NANOS_PER_SECOND));
            });
        }
        metrics.metricSnapshot(gauge("parley_tube_messages", "Messages of a tube, by state", counts));
        metrics.metricSnapshot(gauge(
                "parley_tube_oldest_ready_age_seconds",
                "Time since that message was put which is ready and came first; 0 when none is ready",
                ages));
    }

    private static List<GaugeDataPointSnapshot> byState(MessageCounts counts, Labels labels) {
        return List.of(
                value(labels.add("state", "ready"), (double) counts.ready()),
                value(labels.add("state", "reserved"), (double) counts.reserved()),
                value(labels.add("state", "delayed"), (double) counts.delayed()),
                value(labels.add("state", "buried"), (double) counts.buried()));
    }

    private static GaugeDataPointSnapshot value(Labels labels, double value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private static GaugeSnapshot gauge(String name, String help, List<GaugeDataPointSnapshot> points) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        points.forEach(gauge::dataPoint);
        return gauge.build();
    }

    private static CounterSnapshot counter(String name, String help, double value) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(CounterDataPointSnapshot.builder().value(value).build())
                .build();
    }
}
