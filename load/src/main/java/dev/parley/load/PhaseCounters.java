package dev.parley.load;

import dev.parley.result.Counter;
import dev.parley.result.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** The counters of one phase on one loop: written by its thread alone, read by any. */
final class PhaseCounters {
    private final Map<Outcome, AtomicLong> outcomes = new EnumMap<>(Outcome.class);
    private final Map<Counter, AtomicLong> counters = new EnumMap<>(Counter.class);

    PhaseCounters() {
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, new AtomicLong());
        }
        for (Counter counter : Counter.values()) {
            counters.put(counter, new AtomicLong());
        }
    }

    void add(Outcome outcome) {
        increment(of(outcome));
    }

    void add(Counter counter) {
        increment(of(counter));
    }

    void add(Outcome outcome, long more) {
        of(outcome).lazySet(of(outcome).getPlain() + more);
    }

    void add(Counter counter, long more) {
        of(counter).lazySet(of(counter).getPlain() + more);
    }

    /** One writer: no read-modify-write instruction is needed. */
    private static void increment(AtomicLong count) {
        count.lazySet(count.getPlain() + 1);
    }

    long get(Outcome outcome) {
        return of(outcome).get();
    }

    long get(Counter counter) {
        return of(counter).get();
    }

    private AtomicLong of(Outcome outcome) {
        return Objects.requireNonNull(outcomes.get(outcome));
    }

    private AtomicLong of(Counter counter) {
        return Objects.requireNonNull(counters.get(counter));
    }
}
