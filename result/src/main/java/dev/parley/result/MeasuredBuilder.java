package dev.parley.result;

import java.util.Map;
import java.util.OptionalLong;

/** What a run measured, put together by name; the defaults are those of an open loop of one client without a fault. One thread. */
public final class MeasuredBuilder {
    private final LatencyHistogram response;
    private final LatencyHistogram service;
    private final long nanos;
    private LatencyHistogram lateness = new LatencyHistogram();
    private LatencyHistogram hiccups = new LatencyHistogram();
    private boolean closedLoop;
    private int clients = 1;
    private int silentClients;
    private Map<Outcome, Long> outcomes = Map.of();
    private Map<Counter, Long> counters = Map.of();
    private long collections;
    private long collectionMillis;
    private String endedEarly = "";

    /**
     * Starts with the two clocks.
     *
     * @param nanos planned and measured
     */
    public MeasuredBuilder(LatencyHistogram response, LatencyHistogram service, long nanos) {
        this.response = response;
        this.service = service;
        this.nanos = nanos;
    }

    /** Whether each request waited for the reply to the one before. */
    public MeasuredBuilder closedLoop(boolean is) {
        closedLoop = is;
        return this;
    }

    /**
     * How many clients there were.
     *
     * @param silent of these, how many never got a reply
     */
    public MeasuredBuilder clients(int all, int silent) {
        clients = all;
        silentClients = silent;
        return this;
    }

    /** What became of the requests, and what was counted besides; what is missing is 0. */
    public MeasuredBuilder counts(Map<Outcome, Long> of, Map<Counter, Long> besides) {
        outcomes = of;
        counters = besides;
        return this;
    }

    /** The measuring process itself: how late its sends and its looks were. */
    public MeasuredBuilder process(LatencyHistogram sends, LatencyHistogram looks) {
        lateness = sends;
        hiccups = looks;
        return this;
    }

    /** Collections of the measuring process, and what they took in all. */
    public MeasuredBuilder garbageCollection(long times, long millis) {
        collections = times;
        collectionMillis = millis;
        return this;
    }

    /** Why the run ended early; an empty text, as at first, when it did not. */
    public MeasuredBuilder endedEarly(String why) {
        endedEarly = why;
        return this;
    }

    public LoadResult.Measured build() {
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
