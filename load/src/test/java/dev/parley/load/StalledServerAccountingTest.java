package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.result.Counter;
import dev.parley.result.LatencyByDueTime;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The example that HdrHistogram's author made known: a server answers in 1 ms, 100 times a second for 100 s, then stalls for
 * 10 s. No clock and no socket here: time is an argument, so that 110 s take none.
 *
 * <pre>
 *   due at     0 .. 100 s   10,000 requests, each answered after 1 ms
 *   due at   100 .. 110 s    1,000 requests, answered when the stall ends: after 10.00, 9.99 ... 0.01 s
 *
 *   So of all 11,000: p50 = 1 ms; p99 is the 110th from the top = 8.91 s; p99.9 the 11th = 9.90 s; max = 10 s.
 *   Service time sees one long request of 11,000 where a client has one in flight, since 999 were not even sent.
 * </pre>
 */
class StalledServerAccountingTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long STALL_FROM = 100 * SECOND;
    private static final long STALL_TO = 110 * SECOND;

    private final List<Sample> samples = new ArrayList<>();

    private LoopRecorder run(LoadSpec spec, long lastNanos) {
        RunPhase phase = RunPhase.measured(spec);
        LoopRecorder recorder = new LoopRecorder(
                phase.closedLoop(),
                spec.duration(),
                (n, due, sent, done, outcome) -> samples.add(new Sample(n, due, sent, done, outcome)));
        ClientRequests requests = new ClientRequests(0, 1, 1, 1, phase, recorder);
        long sequence = 0;
        long replyAt = Long.MAX_VALUE;
        for (long now = 0; now <= lastNanos; now += MILLI) {
            if (now >= replyAt) {
                requests.finish(requests.oldest(), replyAt, Outcome.REPLY);
                replyAt = Long.MAX_VALUE;
            }
            for (; phase.dueNanos(sequence) <= now; sequence++) {
                requests.due();
            }
            // Behind the stall one client sends what it owes one by one; here each is answered at once.
            while (replyAt == Long.MAX_VALUE && requests.take(now) >= 0) {
                replyAt = now >= STALL_FROM && now < STALL_TO ? STALL_TO : now + MILLI;
                if (now >= STALL_TO) {
                    requests.finish(requests.oldest(), now, Outcome.REPLY);
                    replyAt = Long.MAX_VALUE;
                }
            }
        }
        requests.end(lastNanos, Outcome.UNSENT);
        return recorder;
    }

    private static LoadSpec openLoop() {
        return LoadSpec.of(
                        Endpoint.parse("echo+tcp://127.0.0.1:7"),
                        Protocol.of("echo", Framings.LEN8, Codecs.BYTES, Codecs.BYTES))
                .onSchedule(new ConstantRate(100))
                .lasting(Duration.ZERO, Duration.ofSeconds(110));
    }

    private static LatencyHistogram latencies(org.HdrHistogram.SingleWriterRecorder recorder) {
        LatencyHistogram latencies = new LatencyHistogram();
        latencies.add(recorder.getIntervalHistogram());
        return latencies;
    }

    private static double millis(LatencyHistogram latencies, double percentile) {
        return latencies.percentileNanos(percentile).orElseThrow() / (double) MILLI;
    }

    @Test
    void responseTimeHasTheHandComputedPercentilesAndServiceTimeMissesThem() {
        LoopRecorder recorder = run(openLoop(), STALL_TO + SECOND);
        LatencyHistogram response = latencies(recorder.response);
        assertThat(response.count()).isEqualTo(11_000);
        assertThat(millis(response, 50)).isCloseTo(1, within(0.01));
        assertThat(millis(response, 90)).isCloseTo(1, within(0.01));
        assertThat(millis(response, 99)).isCloseTo(8_910, within(20.0));
        assertThat(millis(response, 99.9)).isCloseTo(9_900, within(20.0));
        assertThat(response.maxNanos() / (double) SECOND).isCloseTo(10, within(0.01));
        // (10,000 x 1 ms + the sum of 10.00, 9.99 ... 0.01 s) / 11,000
        assertThat(response.meanNanos() / MILLI).isCloseTo(455.9, within(2.0));

        LatencyHistogram ideal = latencies(recorder.ideal);
        assertThat(ideal.count()).isEqualTo(11_000);
        assertThat(millis(ideal, 99)).as("it is the server's doing").isCloseTo(8_910, within(20.0));

        // 60 intervals of 1.83 s, the 54th from 99 to 100.83 s: the stall stands where its requests were due.
        LatencyByDueTime byDueTime = recorder.byDueTime();
        assertThat(byDueTime.intervals()).isEqualTo(60);
        assertThat(byDueTime.maxNanos(53).orElseThrow()).isEqualTo(MILLI);
        assertThat(byDueTime.maxNanos(54).orElseThrow() / (double) SECOND).isCloseTo(10, within(0.01));
        assertThat(byDueTime.maxNanos(59).orElseThrow() / (double) SECOND).isCloseTo(1.83, within(0.02));

        LatencyHistogram service = latencies(recorder.service);
        assertThat(service.count()).isEqualTo(11_000);
        assertThat(millis(service, 99)).as("service time of the same run").isCloseTo(1, within(0.01));
        assertThat(millis(service, 99.9)).isCloseTo(1, within(0.01));
        assertThat(service.maxNanos() / (double) SECOND).isCloseTo(10, within(0.01));
        // (10,000 x 1 ms + 10 s) / 11,000
        assertThat(service.meanNanos() / MILLI).isCloseTo(1.8, within(0.1));
        assertThat(millis(response, 99.9) / millis(service, 99.9)).isCloseTo(9_900, within(150.0));
    }

    @Test
    void stallThatOutlastsTheRunCountsWhatIsOwedAtItsAge() {
        // The run ends with the stall: one request is in flight, and 999 are owed.
        LoopRecorder recorder = run(openLoop(), STALL_TO - MILLI);
        assertThat(recorder.counts().get(Outcome.REPLY)).isEqualTo(10_000);
        assertThat(recorder.counts().get(Outcome.UNSENT)).isEqualTo(999);
        LatencyHistogram response = latencies(recorder.response);
        assertThat(millis(response, 99)).isCloseTo(8_900, within(20.0));
        assertThat(millis(latencies(recorder.ideal), 99)).isCloseTo(8_900, within(20.0));
        assertThat(samples.getLast().sentNanos()).isEqualTo(-1);
        assertThat(samples.getLast().responseNanos()).isEqualTo(9 * MILLI);
    }

    @Test
    void closedLoopHidesTheStall() {
        LoopRecorder recorder = run(openLoop().onSchedule(null), STALL_TO + SECOND);
        LatencyHistogram response = latencies(recorder.response);
        assertThat(millis(response, 99.9)).as("one long request of 100,000").isCloseTo(1, within(0.01));
    }

    @Test
    void latenessIsOursOnlyWhenNothingElseKeptTheRequestBack() {
        RunPhase phase = RunPhase.measured(openLoop());
        LoopRecorder recorder = new LoopRecorder(false, Duration.ZERO, SampleSink.NONE);
        ClientRequests requests = new ClientRequests(0, 1, 1, 1, phase, recorder);
        requests.due();
        assertThat(requests.take(3 * MILLI)).isZero(); // nothing held it: 3 ms late
        requests.due();
        assertThat(requests.take(20 * MILLI)).isEqualTo(-1); // its turn has not come
        requests.finish(requests.oldest(), 500 * MILLI, Outcome.REPLY);
        assertThat(requests.take(501 * MILLI)).isZero(); // 491 ms after it was due, 1 ms after it could go
        LatencyHistogram lateness = latencies(recorder.lateness);
        assertThat(lateness.count()).isEqualTo(2);
        assertThat(lateness.maxNanos() / (double) MILLI).isCloseTo(3, within(0.01));
        assertThat(lateness.minNanos() / (double) MILLI).isCloseTo(1, within(0.01));
    }

    @Test
    void warmUpIsNotMeasured() {
        LoopRecorder recorder =
                run(openLoop().lasting(Duration.ofSeconds(90), Duration.ofSeconds(20)), STALL_TO + SECOND);
        assertThat(recorder.counts().get(Counter.DUE)).isEqualTo(2_000);
        assertThat(recorder.counts().get(Outcome.REPLY)).isEqualTo(2_000);
    }
}
