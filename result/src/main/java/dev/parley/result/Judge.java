package dev.parley.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks for reasons not to believe a result, each from a percentile on. Its rule for our own doing: a percentile is in doubt when
 * an ideal generator would have seen less than half of it, and the rest is not negligible. So what is believed is at most
 * twice, or {@value #NEGLIGIBLE_NANOS} nanoseconds more than, what the server made its users wait.
 */
public final class Judge {
    /** Below this our own time is that of the clock, the system calls and the scheduler. */
    static final long NEGLIGIBLE_NANOS = 250_000L;

    private static final long PLENTY_OF_REPLIES_PER_CLIENT = 10;
    private static final double KEPT_SHARE = 0.99;
    private static final double WHOLE = 100.0;
    /** What prevails here does so in the whole result. */
    private static final double LEAST_PERCENT = 50;

    private static final double NANOS_PER_MILLI = 1e6;
    /** A cause is named when it lasted for this share of the run. */
    private static final double NOTABLE_SHARE = 0.02;

    private final LoadResult.Measured measured;
    private final List<TimelinePoint> timeline;
    private final List<Percentile> reported;
    private final List<Reason> reasons = new ArrayList<>();
    private final List<Reason> notes = new ArrayList<>();

    private Judge(LoadResult.Measured measured, List<TimelinePoint> timeline) {
        this.measured = measured;
        this.timeline = timeline;
        this.reported = Percentile.ALL.stream()
                .filter(p -> measured.latencies().percentileNanos(p.percent()).isPresent())
                .toList();
    }

    /**
     * The reasons not to trust these numbers, and notes a reader should know nevertheless.
     *
     * @param timeline the same over time, in order; none where it is not known
     */
    public static Verdict judge(LoadResult.Measured measured, List<TimelinePoint> timeline) {
        Judge judge = new Judge(measured, timeline);
        judge.run();
        judge.samples();
        judge.clients();
        if (!judge.fewAreServed()) { // else it is why
            judge.rate();
            judge.growth();
            judge.unanswered();
        }
        judge.wrongReplies();
        judge.generator();
        judge.serverWithoutCore();
        judge.drops();
        return new Verdict(judge.reasons, judge.notes, judge.reported);
    }

    private void add(List<Reason> to, Reason.Kind kind, String text) {
        to.add(new Reason(kind, text));
    }

    private void run() {
        if (!measured.endedEarly().isEmpty()) {
            add(notes, Reason.Kind.ENDED_EARLY, "ended early: " + measured.endedEarly());
        }
        if (!measured.samplesFailure().isEmpty()) {
            add(notes, Reason.Kind.SAMPLES_INCOMPLETE, "the samples file is incomplete: " + measured.samplesFailure());
        }
        if (measured.closedLoop()) {
            add(
                    notes,
                    Reason.Kind.CLOSED_LOOP,
                    "closed loop: stalls lower the request rate (coordinated omission); latencies are service times");
        }
        if (!measured.warmUp().ready()) {
            add(
                    notes,
                    Reason.Kind.WARM_UP_LIMIT,
                    String.format(
                            Locale.ROOT,
                            "the load generator was not warm after %s (--warmup-limit); measured nevertheless",
                            NumberText.time(measured.warmUp().nanos())));
        }
    }

    private void samples() {
        if (measured.response().count() == 0 && !measured.endedEarly().isEmpty()) {
            add(reasons, Reason.Kind.NOT_MEASURED, "nothing was measured");
            return;
        }
        if (measured.service().count() == 0) {
            add(reasons, Reason.Kind.NO_REPLY, "no replies received");
            return;
        }
        long count = measured.latencies().count();
        for (Percentile percentile : Percentile.ALL) {
            long needed = LatencyHistogram.samplesNeeded(percentile.percent());
            if (count < needed) {
                add(
                        notes,
                        Reason.Kind.TOO_FEW_SAMPLES,
                        String.format(
                                Locale.ROOT,
                                "%s and above not reported: needs %,d samples, have %,d",
                                percentile.text(),
                                needed,
                                count));
                return;
            }
        }
    }

    /** True when nearly all requests that were due were sent; always in a closed loop. */
    public static boolean keptRate(LoadResult.Measured measured) {
        return measured.keptShare() >= KEPT_SHARE;
    }

    private void rate() {
        if (measured.closedLoop() || keptRate(measured)) {
            return;
        }
        String sent = String.format(
                Locale.ROOT,
                "sent %.1f/s of %.1f/s (%.1f %%)",
                measured.sentPerSecond(),
                measured.targetPerSecond(),
                WHOLE * measured.keptShare());
        if (ownTimePrevails(LEAST_PERCENT)) {
            add(reasons, Reason.Kind.RATE_NOT_KEPT_HERE, "target rate not kept by the load generator: " + sent);
        } else {
            add(
                    reasons,
                    Reason.Kind.RATE_NOT_KEPT,
                    "target rate not kept: " + sent + "; requests waited for a client that was free");
        }
    }

    private void growth() {
        if (measured.closedLoop() || ownTimePrevails(LEAST_PERCENT)) {
            return;
        }
        LoadGrowth.in(timeline)
                .ifPresent(growth -> add(
                        reasons,
                        Reason.Kind.OVERLOADED,
                        String.format(
                                Locale.ROOT,
                                "overload: the median response time grew from %s to %s, and %,d requests were open at the end",
                                NumberText.time(growth.firstNanos()),
                                NumberText.time(growth.lastNanos()),
                                measured.count(Counter.OPEN_AT_END))));
    }

    private void clients() {
        if (measured.count(Counter.NO_SOCKET) > 0) {
            add(
                    reasons,
                    Reason.Kind.TOO_MANY_OPEN_FILES,
                    "this process may not open more connections: raise its limit of open files (ulimit -n), or use fewer --clients");
        }
        if (measured.count(Counter.NO_PORT) > 0) {
            add(
                    reasons,
                    Reason.Kind.NO_LOCAL_PORT,
                    NumberText.count(measured.count(Counter.NO_PORT))
                            + " connections found no free local port: those closed before keep theirs for a minute; use a lower rate, or"
                            + " widen net.ipv4.ip_local_port_range");
        }
        long unconnected = measured.count(Counter.UNCONNECTED);
        if (unconnected > 0) {
            String refused = measured.count(Counter.REFUSED) > 0 ? " (refused)" : "";
            add(
                    reasons,
                    Reason.Kind.CLIENTS_UNCONNECTED,
                    unconnected + " of " + measured.clients() + " clients could not connect" + refused);
        }
        long silent = measured.clientsWithoutReply() - unconnected;
        if (silent > 0 && measured.service().count() > 0) {
            add(reasons, Reason.Kind.CLIENTS_WITHOUT_REPLY, whySilent(silent));
        }
    }

    /** Where replies came in plenty, too few requests cannot be why some clients had none. */
    private boolean fewAreServed() {
        boolean plenty = measured.service().count() >= PLENTY_OF_REPLIES_PER_CLIENT * measured.clients();
        return plenty && measured.clientsWithoutReply() > measured.count(Counter.UNCONNECTED);
    }

    private String whySilent(long silent) {
        long served = (long) measured.clients() - measured.clientsWithoutReply();
        if (!fewAreServed()) {
            return silent + " of " + measured.clients()
                    + " clients never got a reply; the server may serve fewer at a time, or there were too few requests";
        }
        return String.format(
                Locale.ROOT,
                "%d of %d connections were served at a time; the server's limit is probably %d: use --clients %d, or serve with --engine selector",
                served,
                measured.clients(),
                served,
                served);
    }

    private void wrongReplies() {
        long wrong = measured.count(Outcome.WRONG);
        if (wrong > 0) {
            add(reasons, Reason.Kind.WRONG_REPLIES, wrong + " replies were not the expected ones");
        }
    }

    private void unanswered() {
        // What it was too slow to send is not the server's doing.
        long unanswered = measured.unanswered() - (ownTimePrevails(LEAST_PERCENT) ? measured.count(Outcome.UNSENT) : 0);
        if (unanswered > 0 && measured.service().count() > 0) {
            addFrom(
                    Reason.Kind.UNANSWERED_REQUESTS,
                    unanswered,
                    unanswered + " requests without a reply, counted at the time they had waited, a lower bound");
        }
    }

    /** Of so many requests the time is not known: it may be any of those above the others. */
    private void addFrom(Reason.Kind kind, long requests, String text) {
        double from = WHOLE
                * Math.max(
                        0,
                        1 - (double) requests / Math.max(1, measured.response().count()));
        boolean concerns = !reported.isEmpty() && reported.getLast().percent() >= from;
        (concerns ? reasons : notes).add(new Reason(kind, from, text));
    }

    private boolean ownTimePrevails(double percent) {
        long seen = measured.latencies().roughPercentileNanos(percent);
        long ideal = measured.ideal().roughPercentileNanos(percent);
        return measured.ideal().count() > 0 && 2 * ideal < seen && seen - ideal > NEGLIGIBLE_NANOS;
    }

    private void generator() {
        Optional<Percentile> first =
                reported.stream().filter(p -> ownTimePrevails(p.percent())).findFirst();
        first.ifPresent(percentile -> {
            long seen = measured.latencies().roughPercentileNanos(percentile.percent());
            long ideal = measured.ideal().roughPercentileNanos(percentile.percent());
            reasons.add(new Reason(
                    Reason.Kind.GENERATOR_SLOW,
                    percentile.percent(),
                    String.format(
                            Locale.ROOT,
                            "more than half of %s and above is the load generator's own time (%.1f of %.1f ms at %s)%s",
                            percentile.text(),
                            (seen - ideal) / NANOS_PER_MILLI,
                            seen / NANOS_PER_MILLI,
                            percentile.text(),
                            cause())));
        });
    }

    /** While the server's thread has no core, what comes due waits: as large a share of the requests as of the time, or more. */
    private void serverWithoutCore() {
        long waited = measured.serverCpu().map(ServerCpu::waitedNanos).orElse(0L);
        double share = (double) waited / Math.max(1, measured.measuredNanos());
        double from = WHOLE * Math.max(0, 1 - share);
        reported.stream()
                .filter(p -> waited > 0
                        && p.percent() >= from
                        && measured.latencies().roughPercentileNanos(p.percent()) > NEGLIGIBLE_NANOS)
                .findFirst()
                .ifPresent(percentile -> reasons.add(new Reason(
                        Reason.Kind.SERVER_WITHOUT_CORE,
                        percentile.percent(),
                        String.format(
                                Locale.ROOT,
                                "the server waited for a core for %s in all (%.1f %% of the time), on the host it shares with the load"
                                        + " generator: that may be what %s and above show",
                                NumberText.time(waited),
                                WHOLE * share,
                                percentile.text()))));
    }

    /** What the process went through in the meantime, so far as it is known and worth mentioning. */
    private String cause() {
        OwnProcess process = measured.process();
        List<String> causes = new ArrayList<>();
        long collecting = (long) (process.collectionMillis() * NANOS_PER_MILLI);
        addCause(causes, collecting, "garbage collection");
        addCause(causes, process.runDelayNanos(), "waiting for a core");
        addCause(causes, process.stolenNanos(), "taken by the hypervisor");
        if (process.runDelayNanos() == 0) {
            addCause(causes, process.pressureNanos(), "processes of this host waiting for a core");
        }
        if (causes.isEmpty() && process.hiccups().maxNanos() > NANOS_PER_MILLI) {
            causes.add(String.format(
                    Locale.ROOT,
                    "stalls of up to %s",
                    NumberText.time(process.hiccups().maxNanos())));
        }
        return causes.isEmpty() ? "; it needs more --threads, or a lower rate" : ": " + String.join(", ", causes);
    }

    private void addCause(List<String> causes, long nanos, String name) {
        if (nanos > NOTABLE_SHARE * measured.measuredNanos()) {
            causes.add(String.format(Locale.ROOT, "%s for %s in all", name, NumberText.time(nanos)));
        }
    }

    private void drops() {
        long dropped = measured.count(Counter.DROPPED_HERE);
        if (dropped > 0) {
            addFrom(
                    Reason.Kind.DATAGRAMS_DROPPED_HERE,
                    dropped,
                    dropped + " replies reached this host and were dropped: the load generator read them too late "
                            + "(its receive buffers were full)");
        }
    }
}
