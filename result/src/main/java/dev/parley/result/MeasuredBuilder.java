package dev.parley.result;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a run measured, put together by name; the defaults are those of an open loop of one client without a fault. One thread. */
public final class MeasuredBuilder {
    private final LatencyHistogram response;
    private final LatencyHistogram service;
    private final long nanos;
    private LatencyHistogram lateness = new LatencyHistogram();
    private OwnProcess process = OwnProcess.unknown();
    private boolean closedLoop;
    private int clients = 1;
    private int silentClients;
    private Map<Outcome, Long> outcomes = Map.of();
    private Map<Counter, Long> counters = Map.of();
    private LatencyHistogram ideal = new LatencyHistogram();
    private LatencyHistogram slotWait = new LatencyHistogram();
    private LatencyByDueTime byDueTime = LatencyByDueTime.of(Duration.ZERO);
    private LatencyHistogram connect = new LatencyHistogram();
    private LatencyHistogram handshake = new LatencyHistogram();
    private Optional<ServerCpu> serverCpu = Optional.empty();
    private List<StepTimes> steps = List.of();
    private WarmUp warmUp = WarmUp.none();
    private String endedEarly = "";
    private String samplesFailure = "";
    private OptionalLong jitterNanos = OptionalLong.empty();
    private long plannedNanos;

    /**
     * Starts with the two clocks.
     *
     * @param nanos measured, and planned unless {@link #plannedNanos} says otherwise
     */
    public MeasuredBuilder(LatencyHistogram response, LatencyHistogram service, long nanos) {
        this.response = response;
        this.service = service;
        this.nanos = nanos;
        this.plannedNanos = nanos;
    }

    /** How long it would have taken to send all in time. */
    public MeasuredBuilder plannedNanos(long planned) {
        plannedNanos = planned;
        return this;
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

    /** How late our own sends were. */
    public MeasuredBuilder lateness(LatencyHistogram sends) {
        lateness = sends;
        return this;
    }

    /** What the measuring process went through. */
    public MeasuredBuilder process(OwnProcess own) {
        process = own;
        return this;
    }

    /** What an ideal load generator would have seen, and for how long its clients were not free. */
    public MeasuredBuilder ideal(LatencyHistogram times, LatencyHistogram waits) {
        ideal = times;
        slotWait = waits;
        return this;
    }

    /** The response times over the run. */
    public MeasuredBuilder byDueTime(LatencyByDueTime times) {
        byDueTime = times;
        return this;
    }

    /** How long connecting took, where each request had a connection of its own. */
    public MeasuredBuilder connect(LatencyHistogram times) {
        connect = times;
        return this;
    }

    /** How long the TLS handshakes took. */
    public MeasuredBuilder handshake(LatencyHistogram times) {
        handshake = times;
        return this;
    }

    /** What a server on this host computed, and waited. */
    public MeasuredBuilder serverCpu(ServerCpu of) {
        return serverCpu(Optional.of(of));
    }

    /** The same; empty where it is not known. */
    public MeasuredBuilder serverCpu(Optional<ServerCpu> of) {
        serverCpu = of;
        return this;
    }

    /** How unevenly replies came; empty where it is not known. */
    public MeasuredBuilder jitterNanos(OptionalLong nanos) {
        jitterNanos = nanos;
        return this;
    }

    /** The steps of which each request consists. */
    public MeasuredBuilder steps(List<StepTimes> all) {
        steps = all;
        return this;
    }

    /** What preceded the measured time. */
    public MeasuredBuilder warmUp(WarmUp before) {
        warmUp = before;
        return this;
    }

    /** Why the run ended early; an empty text, as at first, when it did not. */
    public MeasuredBuilder endedEarly(String why) {
        endedEarly = why;
        return this;
    }

    /** Why the file of samples is incomplete; an empty text, as at first, when it is not. */
    public MeasuredBuilder samplesFailure(String why) {
        samplesFailure = why;
        return this;
    }

    /** Where replies in time were not counted, all count. */
    public LoadResult.Measured build() {
        Map<Counter, Long> all = new EnumMap<>(Counter.class);
        all.put(Counter.REPLIES_IN_TIME, service.count());
        all.putAll(counters);
        return new LoadResult.Measured(
                closedLoop,
                clients,
                silentClients,
                response,
                service,
                lateness,
                ideal,
                slotWait,
                connect,
                handshake,
                byDueTime,
                process,
                outcomes,
                all,
                nanos,
                plannedNanos,
                warmUp,
                endedEarly,
                samplesFailure,
                jitterNanos,
                serverCpu,
                steps);
    }
}
