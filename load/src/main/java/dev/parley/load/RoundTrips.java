package dev.parley.load;

import dev.parley.result.Counter;
import dev.parley.result.Judge;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.MeasuredBuilder;
import dev.parley.result.Outcome;
import dev.parley.result.Verdict;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Round trips of clients that wait for each reply, recorded by their caller and judged as a load is: by the same rules,
 * with the same watch over this process. Safe for any thread.
 *
 * <p>It is a closed loop: nothing is due while a reply is awaited, so stalls of the server lower the request rate (coordinated omission).
 */
public final class RoundTrips {
    private final LatencyHistogram response = new LatencyHistogram();
    private final LatencyHistogram service = new LatencyHistogram();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final BitSet answered = new BitSet();
    private final LoadClock clock = new LoadClock();
    private final HiccupMeter hiccupMeter = new HiccupMeter(() -> 0);
    private final int clients;

    private RoundTrips(int clients) {
        this.clients = clients;
    }

    /** Begins to watch this process; {@link #end} ends it. */
    public static RoundTrips start(int clients) {
        RoundTrips started = new RoundTrips(clients);
        started.hiccupMeter.start();
        return started;
    }

    /**
     * One more is over.
     *
     * @param client from 0
     * @param nanos from its sending to its end, whatever that was
     */
    public synchronized void add(int client, long nanos, Outcome outcome) {
        outcomes.merge(outcome, 1L, Long::sum);
        response.record(nanos);
        if (outcome.answered()) {
            service.record(nanos);
            answered.set(client);
        }
    }

    /** What was measured, and whether to believe it. */
    public record Judged(LoadResult.Measured measured, Verdict verdict) {}

    /**
     * No more will come; call it once.
     *
     * @param endedEarly why, or an empty text
     */
    public synchronized Judged end(String endedEarly) throws InterruptedException {
        long nanos = clock.now();
        long sent = response.count();
        LoadResult.Measured measured = new MeasuredBuilder(response, service, nanos)
                .closedLoop(true)
                .clients(clients, clients - answered.cardinality())
                .counts(outcomes, Map.of(Counter.DUE, sent, Counter.SENT, sent))
                .process(hiccupMeter.end().whole())
                .endedEarly(endedEarly)
                .build();
        return new Judged(measured, Judge.judge(measured, List.of()));
    }
}
