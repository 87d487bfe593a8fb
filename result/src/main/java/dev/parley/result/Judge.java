package dev.parley.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Looks for reasons not to believe a result. Its rule for percentiles: one is in doubt when half of it could be the
 * measuring process's own doing.
 */
public final class Judge {
    private static final double KEPT_SHARE = 0.99;
    private static final double WHOLE = 100.0;
    /** Below this our own lateness is the clock, the system call and nothing to speak of. */
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

    /** Everything that speaks against these numbers, and what a reader should know all the same. */
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
                    "closed loop: a server that stalls is asked less meanwhile, so both clocks show service time");
        }
    }

    private void samples() {
        long count = measured.response().count();
        if (measured.service().count() == 0) {
            add(reasons, Reason.Kind.NO_REPLY, "no reply at all");
            return;
        }
        for (Percentile percentile : Percentile.ALL) {
            long needed = LatencyHistogram.samplesNeeded(percentile.percent());
            if (count < needed) {
                String text = percentile.text() + " and above are not told: " + percentile.text() + " needs " + needed
                        + " samples, there are " + count;
                add(percentile.percent() <= 99 ? reasons : notes, Reason.Kind.TOO_FEW_SAMPLES, text);
                return;
            }
        }
    }

    /** True when nearly all that the schedule asked for was sent; always in a closed loop. */
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
                            "the rate was not kept: %.1f/s sent of %.1f/s asked (%.1f %%)",
                            measured.sentPerSecond(),
                            measured.askedPerSecond(),
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
                    silent + " of " + measured.clients()
                            + " clients never got a reply; the server may serve fewer at once, or there were too few requests");
        }
    }

    private void replies() {
        long wrong = measured.count(Outcome.WRONG);
        if (wrong > 0) {
            add(reasons, Reason.Kind.WRONG_REPLIES, wrong + " replies were not the expected ones");
        }
        long unanswered = measured.unanswered();
        if (unanswered > 0) {
            String text = unanswered + " requests had no reply; they count at the age they reached, which is the least "
                    + "they would have taken";
            boolean many =
                    unanswered > MOST_UNANSWERED_SHARE * measured.response().count();
            add(many ? reasons : notes, Reason.Kind.UNANSWERED_REQUESTS, text);
        }
    }

    private void lateness() {
        for (Percentile percentile : told()) {
            long late = measured.lateness().roughPercentileNanos(percentile.percent());
            long response = measured.response().roughPercentileNanos(percentile.percent());
            if (late > LATENESS_FLOOR_NANOS && 2 * late >= response) {
                add(
                        reasons,
                        Reason.Kind.SENT_LATE,
                        String.format(
                                Locale.ROOT,
                                "our own sends were late enough to explain %s: %.3f ms late of %.3f ms",
                                percentile.text(),
                                late / NANOS_PER_MILLI,
                                response / NANOS_PER_MILLI));
                return;
            }
        }
    }

    /** The watch looks at any time, and a request may be due at any time: as many of the one meet a stall as of the other. */
    private void hiccups() {
        for (Percentile percentile : told()) {
            long stall = stallNanos(percentile);
            if (measured.hiccups().shareFrom(stall) >= shareAbove(percentile)) {
                add(
                        reasons,
                        Reason.Kind.STALLED,
                        String.format(
                                Locale.ROOT,
                                "this process itself stalled, for up to %.1f ms, often enough to explain %s and above "
                                        + "(garbage collection: %d ms in all)",
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
                                "garbage collection stopped this process %d times, for %d ms in all: enough to explain %s and above",
                                measured.collections(),
                                measured.collectionMillis(),
                                percentile.text()));
                return;
            }
        }
    }

    /** How long a stall has to be to explain half of a percentile. */
    private long stallNanos(Percentile percentile) {
        return Math.max(HICCUP_FLOOR_NANOS, measured.response().roughPercentileNanos(percentile.percent()) / 2);
    }

    private static double shareAbove(Percentile percentile) {
        return 1 - percentile.percent() / WHOLE;
    }

    /** The share of the time the garbage collector took, where its pauses are so long on average; the watch misses most of them. */
    private double collectingFrom(long stallNanos) {
        double collectingNanos = measured.collectionMillis() * NANOS_PER_MILLI;
        boolean longEnough = collectingNanos >= (double) stallNanos * measured.collections();
        return longEnough ? collectingNanos / Math.max(1, measured.measuredNanos()) : 0;
    }

    private List<Percentile> told() {
        return Percentile.ALL.stream()
                .filter(p -> measured.response().percentileNanos(p.percent()).isPresent())
                .toList();
    }
}
