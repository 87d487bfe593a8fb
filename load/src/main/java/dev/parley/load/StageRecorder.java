package dev.parley.load;

import dev.parley.result.Counter;
import dev.parley.result.LoadResult;
import dev.parley.result.MeasuredBuilder;
import dev.parley.result.Outcome;
import dev.parley.result.OwnProcess;
import dev.parley.result.WarmUp;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the requests of each stage came to. A request belongs to the stage in which it was due; a reply counts for the rate of the stage in
 * which it came. Written by its loop's thread, read when that has ended.
 */
final class StageRecorder {
    private final Stages stages;
    private final List<Part> parts = new ArrayList<>();

    private static final class Part {
        private final Clocks times = new Clocks();
        private final PhaseCounters counts = new PhaseCounters();

        void add(Part other) {
            times.add(other.times);
            for (Outcome outcome : Outcome.values()) {
                counts.add(outcome, other.counts.get(outcome));
            }
            for (Counter counter : Counter.values()) {
                counts.add(counter, other.counts.get(counter));
            }
        }
    }

    StageRecorder(Stages stages) {
        this.stages = stages;
        stages.all().forEach(_ -> parts.add(new Part()));
    }

    private Part at(long nanos) {
        return parts.get(stages.at(nanos));
    }

    void sent(long dueNanos, long lateNanos, long waitedNanos) {
        Part part = at(dueNanos);
        part.counts.add(Counter.SENT);
        part.times.lateness().record(Math.max(0, lateNanos));
        part.times.slotWait().record(Math.max(0, waitedNanos));
    }

    void connected(long dueNanos, long nanos) {
        at(dueNanos).times.connect().record(nanos);
    }

    void shookHands(long atNanos, long nanos) {
        at(atNanos).times.handshake().record(nanos);
    }

    void done(long dueNanos, long sentNanos, long doneNanos, long idealNanos, Outcome outcome) {
        Part part = at(dueNanos);
        part.counts.add(outcome);
        part.times.response().record(doneNanos - dueNanos);
        part.times.ideal().record(Math.max(0, idealNanos));
        if (outcome.answered()) {
            part.times.service().record(doneNanos - sentNanos);
            if (doneNanos < stages.length().toNanos()) {
                at(doneNanos).counts.add(Counter.REPLIES_IN_TIME);
            }
        }
        if (doneNanos >= stages.beginNanos(stages.at(dueNanos) + 1)) {
            part.counts.add(Counter.OPEN_AT_END);
        }
    }

    void unsent(long dueNanos, long endedNanos, long idealNanos, Outcome outcome) {
        Part part = at(dueNanos);
        part.counts.add(outcome);
        part.counts.add(Counter.OPEN_AT_END);
        part.times.response().record(endedNanos - dueNanos);
        part.times.ideal().record(Math.max(0, idealNanos));
    }

    void add(StageRecorder other) {
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).add(other.parts.get(i));
        }
    }

    /**
     * The numbers of one stage.
     *
     * @param endedNanos when the run ended
     * @param process what this process went through in the stage
     */
    LoadResult.Measured measured(int stage, long endedNanos, int clients, String endedEarly, OwnProcess process) {
        Part part = parts.get(stage);
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, part.counts.get(outcome));
        }
        Map<Counter, Long> counters = new EnumMap<>(Counter.class);
        counters.put(Counter.DUE, part.times.response().count());
        counters.put(Counter.SENT, part.counts.get(Counter.SENT));
        counters.put(Counter.REPLIES_IN_TIME, part.counts.get(Counter.REPLIES_IN_TIME));
        counters.put(Counter.OPEN_AT_END, part.counts.get(Counter.OPEN_AT_END));
        long begin = stages.beginNanos(stage);
        long length = Math.clamp(endedNanos - begin, 0, stages.beginNanos(stage + 1) - begin);
        return new MeasuredBuilder(part.times.response(), part.times.service(), length)
                .clients(clients, 0)
                .counts(outcomes, counters)
                .lateness(part.times.lateness())
                .ideal(part.times.ideal(), part.times.slotWait())
                .connect(part.times.connect())
                .handshake(part.times.handshake())
                .process(process)
                .warmUp(WarmUp.none())
                .endedEarly(endedNanos < stages.beginNanos(stage + 1) ? endedEarly : "")
                .build();
    }
}
