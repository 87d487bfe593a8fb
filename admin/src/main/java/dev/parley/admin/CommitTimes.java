package dev.parley.admin;

import dev.parley.queue.MessageStore;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;

/** How long a store takes to make changes safe: a histogram of its commits. */
public final class CommitTimes {
    private static final double NANOS_PER_SECOND = 1e9;

    private CommitTimes() {}

    /** Times the commits of a store from now on. One that commits nothing shows none. */
    public static void register(PrometheusRegistry registry, MessageStore store) {
        DistributionDataPoint seconds = Histogram.builder()
                .name("parley_store_commit_duration_seconds")
                .help("What a commit of the store took, in which all changes that have gathered are made safe together")
                .unit(Unit.SECONDS)
                .classicUpperBounds(ServerMetrics.SECONDS)
                .withoutExemplars()
                .register(registry)
                .labelValues();
        store.timeCommits(nanos -> seconds.observe(nanos / NANOS_PER_SECOND));
    }
}
