package dev.parley.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Looks for reasons not to believe a result. Its rule for percentiles: one is in doubt when half of it could be the
 * measuring process's own doing.
 */
public final class Judge {
    private static final long PLENTY_OF_REPLIES_PER_CLIENT = 10;
    private static final double KEPT_SHARE = 0.99;
    private static final double WHOLE = 100.0;
    /** Below this our own lateness is that of the clock and the system call, and negligible. */
    private static final long LATENESS_FLOOR_NANOS = 20_000L;
    /** A sleep always ends some 60 to 100 us late; a stall begins well above. */
    private static final long HICCUP_FLOOR_NANOS = 500_000L;

    private static final double MOST_UNANSWERED_SHARE = 0.01;
    private static final double NANOS_PER_MILLI = 1e6;

    private final LoadResult.Measured measured;
    private final List<Reason> reasons = new ArrayList<>();
    private final List<Reason> notes = new ArrayList<>();

    private Judge(LoadResult.Measured measured) {
        this.measured = measured;
    }

    /** The reasons not to trust these numbers, and notes a reader should know nevertheless. */
    public static Verdict judge(LoadResult.Measured measured) {
        Judge judge = new Judge(measured);
        judge.run();
        judge.samples();
        judge.rate();
        judge.clients();
        judge.replies();
        judge.lateness();
        judge.hiccups();
        return new Verdict(judge.reasons, judge.notes);
    }

    private static void add(List<Reason> to, Reason.Kind kind, String text) {
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
    }

    private void samples() {
        long count = measured.response().count();
        if (measured.service().count() == 0) {
            add(reasons, Reason.Kind.NO_REPLY, "no replies received");
            return;
        }
        for (Percentile percentile : Percentile.ALL) {
            long needed = LatencyHistogram.samplesNeeded(percentile.percent());
            if (count < needed) {
                String text = String.format(
                        Locale.ROOT,
                        "%s and above not reported: needs %,d samples, have %,d",
                        percentile.text(),
                        needed,
                        count);
                add(percentile.percent() <= 99 ? reasons : notes, Reason.Kind.TOO_FEW_SAMPLES, text);
                return;
            }
        }
    }

    /** True when nearly all requests that were due were sent; always in a closed loop. */
    public static boolean keptRate(LoadResult.Measured measured) {
        return measured.keptShare() >= KEPT_SHARE;
    }

    private void rate() {
        if (measured.closedLoop()) {
            return;
        }
        double share = measured.keptShare();
        if (!keptRate(measured)) {
            add(
                    reasons,
                    Reason.Kind.RATE_NOT_KEPT,
                    String.format(
                            Locale.ROOT,
                            "target rate not kept: sent %.1f/s of %.1f/s (%.1f %%)",
                            measured.sentPerSecond(),
                            measured.targetPerSecond(),
                            WHOLE * share));
        }
    }

    private void clients() {
        long unconnected = measured.count(Counter.UNCONNECTED);
        if (unconnected > 0) {
            add(
                    reasons,
                    Reason.Kind.CLIENTS_UNCONNECTED,
                    unconnected + " of " + measured.clients() + " clients could not connect");
        }
        long silent = measured.clientsWithoutReply() - unconnected;
        if (silent > 0 && measured.service().count() > 0) {
            add(
                    reasons,
                    Reason.Kind.CLIENTS_WITHOUT_REPLY,
                    silent + " of " + measured.clients() + " clients never got a reply" + whySilent());
        }
    }

    /** Where replies came in plenty, too few requests cannot be why some clients had none. */
    private String whySilent() {
        long served = (long) measured.clients() - measured.clientsWithoutReply();
        if (measured.service().count() < PLENTY_OF_REPLIES_PER_CLIENT * measured.clients()) {
            return "; the server may serve fewer at once, or there were too few requests";
        }
        return String.format(
                Locale.ROOT,
                ": the server seems to serve %d at once; use --clients %d, or serve %d at once (parley serve --threads %d)",
                served,
                served,
                measured.clients(),
                measured.clients());
    }

    private void replies() {
        long wrong = measured.count(Outcome.WRONG);
        if (wrong > 0) {
            add(reasons, Reason.Kind.WRONG_REPLIES, wrong + " replies were not the expected ones");
        }
        long unanswered = measured.unanswered();
        if (unanswered > 0) {
            String text = unanswered + " requests without a reply, counted at the time they had waited, a lower bound";
            boolean many =
                    unanswered > MOST_UNANSWERED_SHARE * measured.response().count();
            add(many ? reasons : notes, Reason.Kind.UNANSWERED_REQUESTS, text);
        }
    }

    private void lateness() {
        for (Percentile percentile : reported()) {
            long late = measured.lateness().roughPercentileNanos(percentile.percent());
            long response = measured.response().roughPercentileNanos(percentile.percent());
            if (late > LATENESS_FLOOR_NANOS && 2 * late >= response) {
                add(
                        reasons,
                        Reason.Kind.SENT_LATE,
                        String.format(
                                Locale.ROOT,
                                "the load generator sent late: %2$.1f ms of the %3$.1f ms at %1$s",
                                percentile.text(),
                                late / NANOS_PER_MILLI,
                                response / NANOS_PER_MILLI));
                return;
            }
        }
    }

    /** The meter samples at any time, and a request may be due at any time: a stall hits the same share of both. */
    private void hiccups() {
        for (Percentile percentile : reported()) {
            long stall = stallNanos(percentile);
            if (measured.hiccups().shareFrom(stall) >= shareAbove(percentile)) {
                add(
                        reasons,
                        Reason.Kind.STALLED,
                        String.format(
                                Locale.ROOT,
                                "the load generator stalled (up to %.1f ms) often enough to account for %s and above "
                                        + "(garbage collection: %d ms in total)",
                                measured.hiccups().maxNanos() / NANOS_PER_MILLI,
                                percentile.text(),
                                measured.collectionMillis()));
                return;
            }
            if (collectingFrom(stall) >= shareAbove(percentile)) {
                add(
                        reasons,
                        Reason.Kind.GARBAGE_COLLECTION,
                        String.format(
                                Locale.ROOT,
                                "garbage collection paused the load generator %d times, %d ms in total: enough to account for %s and above",
                                measured.collections(),
                                measured.collectionMillis(),
                                percentile.text()));
                return;
            }
        }
    }

    /** How long a stall has to be to account for half of a percentile. */
    private long stallNanos(Percentile percentile) {
        return Math.max(HICCUP_FLOOR_NANOS, measured.response().roughPercentileNanos(percentile.percent()) / 2);
    }

    private static double shareAbove(Percentile percentile) {
        return 1 - percentile.percent() / WHOLE;
    }

    /** The share of the time the garbage collector took, where its pauses are so long on average; the meter misses most of them. */
    private double collectingFrom(long stallNanos) {
        double collectingNanos = measured.collectionMillis() * NANOS_PER_MILLI;
        boolean longEnough = collectingNanos >= (double) stallNanos * measured.collections();
        return longEnough ? collectingNanos / Math.max(1, measured.measuredNanos()) : 0;
    }

    private List<Percentile> reported() {
        return Percentile.ALL.stream()
                .filter(p -> measured.response().percentileNanos(p.percent()).isPresent())
                .toList();
    }
}
