package dev.parley.load;

import java.util.Map;
import java.util.OptionalLong;

/** What a run measured, made up by a test: it says what matters to it; the rest is a run of one client without a fault. */
final class MeasuredBuilder {
    private final Latencies response;
    private final Latencies service;
    private final long nanos;
    private Latencies lateness = new Latencies();
    private Latencies hiccups = new Latencies();
    private boolean closedLoop;
    private int clients = 1;
    private int silentClients;
    private Map<Outcome, Long> outcomes = Map.of();
    private Map<Counter, Long> counters = Map.of();
    private long collections;
    private long collectionMillis;
    private String endedEarly = "";

    /** @param nanos planned and measured */
    MeasuredBuilder(Latencies response, Latencies service, long nanos) {
        this.response = response;
        this.service = service;
        this.nanos = nanos;
    }

    MeasuredBuilder closedLoop(boolean is) {
        closedLoop = is;
        return this;
    }

    MeasuredBuilder clients(int all, int silent) {
        clients = all;
        silentClients = silent;
        return this;
    }

    MeasuredBuilder counts(Map<Outcome, Long> of, Map<Counter, Long> besides) {
        outcomes = of;
        counters = besides;
        return this;
    }

    /** The measuring process itself: how late its sends and its looks were. */
    MeasuredBuilder process(Latencies sends, Latencies looks) {
        lateness = sends;
        hiccups = looks;
        return this;
    }

    MeasuredBuilder garbageCollection(long times, long millis) {
        collections = times;
        collectionMillis = millis;
        return this;
    }

    MeasuredBuilder endedEarly(String why) {
        endedEarly = why;
        return this;
    }

    LoadResult.Measured build() {
        return new LoadResult.Measured(
                closedLoop,
                clients,
                silentClients,
                response,
                service,
                lateness,
                hiccups,
                outcomes,
                counters,
                nanos,
                nanos,
                collections,
                collectionMillis,
                endedEarly,
                "",
                OptionalLong.empty());
    }
}
