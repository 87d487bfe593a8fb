package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.Outcome;
import java.time.Duration;
import org.HdrHistogram.SingleWriterRecorder;
import org.junit.jupiter.api.Test;

/** Whose time a response time is: 100 requests a second, one client; time is an argument. */
class AttributionTest {
    private static final long MILLI = 1_000_000L;
    private static final long GAP = 10 * MILLI;

    private final RunPhase phase = RunPhase.measured(LoadSpec.of(
                    Endpoint.parse("echo+tcp://127.0.0.1:7"),
                    Protocol.of("echo", Framings.LEN8, Codecs.BYTES, Codecs.BYTES))
            .onSchedule(new ConstantRate(100))
            .lasting(Duration.ZERO, Duration.ofHours(1)));
    private final LoopRecorder recorder = new LoopRecorder(false, Duration.ZERO, SampleSink.NONE);
    private final ClientRequests requests = new ClientRequests(0, 1, 1, 1, phase, recorder);

    private static LatencyHistogram times(SingleWriterRecorder recorder) {
        LatencyHistogram times = new LatencyHistogram();
        times.add(recorder.getIntervalHistogram());
        return times;
    }

    private void due(int more) {
        for (int i = 0; i < more; i++) {
            requests.due();
        }
    }

    /** Sends the next one then, and has its reply so much later. */
    private void exchange(long sentNanos, long serviceNanos, long unreadNanos) {
        assertThat(requests.take(sentNanos)).isNotNegative();
        requests.finish(requests.oldest(), sentNanos + serviceNanos, unreadNanos, Outcome.REPLY);
    }

    /** We do not run for 100 ms: what came due meanwhile is sent behind it, one after the other, and answered in 1 ms each. */
    @Test
    void aPauseOfOursIsNotTheServers() {
        due(10);
        for (int i = 0; i < 10; i++) {
            exchange(100 * MILLI + i * MILLI, MILLI, 0);
        }
        assertThat(times(recorder.response).maxNanos()).isCloseTo(101 * MILLI, within(MILLI));
        LatencyHistogram ideal = times(recorder.ideal);
        assertThat(ideal.maxNanos()).isCloseTo(MILLI, within(MILLI / 100));
        assertThat(ideal.minNanos()).isCloseTo(MILLI, within(MILLI / 100));
    }

    /** The same with a server that takes 30 ms for each: what queues up behind it is its own doing. */
    @Test
    void aSlowServerIsNotOurs() {
        due(10);
        for (int i = 0; i < 10; i++) {
            exchange(30 * MILLI * i, 30 * MILLI, 0);
        }
        LatencyHistogram ideal = times(recorder.ideal);
        LatencyHistogram response = times(recorder.response);
        assertThat(response.maxNanos()).isCloseTo(210 * MILLI, within(MILLI));
        assertThat(ideal.maxNanos()).isEqualTo(response.maxNanos());
        assertThat(times(recorder.slotWait).maxNanos()).isCloseTo(180 * MILLI, within(MILLI));
    }

    /** Sent 5 ms late; connecting takes 30 ms, of which 10 may be ours; the reply comes 1 ms later. */
    @Test
    void connectingIsTheServersButForWhatWasNoticedLate() {
        due(1);
        int slot = requests.take(5 * MILLI);
        requests.connected(slot, 30 * MILLI, 10 * MILLI, 35 * MILLI);
        requests.finish(slot, 36 * MILLI, 0, Outcome.REPLY);
        assertThat(times(recorder.connect).maxNanos()).isCloseTo(30 * MILLI, within(MILLI / 10));
        assertThat(times(recorder.lateness).maxNanos()).isCloseTo(5 * MILLI, within(MILLI / 10));
        assertThat(times(recorder.response).maxNanos()).isCloseTo(36 * MILLI, within(MILLI / 10));
        assertThat(times(recorder.service).maxNanos()).isCloseTo(MILLI, within(MILLI / 10));
        assertThat(times(recorder.ideal).maxNanos()).isCloseTo(21 * MILLI, within(MILLI / 10));
        assertThat(times(recorder.slotWait).maxNanos()).isZero();
    }

    /** The end of a warm-up is decided on another thread, while this one hands out what is due. */
    @Test
    void aRequestHandedOutKeepsItsDueTimeWhenItsPhaseIsEnded() {
        due(3);
        assertThat(requests.take(0)).isNotNegative();
        phase.end(5 * MILLI); // the second is due at 10 ms, and is given up at once
        requests.finish(requests.oldest(), 6 * MILLI, 0, Outcome.REPLY);
        assertThat(requests.take(12 * MILLI)).isNotNegative();
        requests.finish(requests.oldest(), 14 * MILLI, 0, Outcome.REPLY);
        requests.end(5 * MILLI, Outcome.ABANDONED);
        LatencyHistogram response = times(recorder.response);
        assertThat(response.count()).isEqualTo(3);
        assertThat(response.maxNanos()).isCloseTo(6 * MILLI, within(MILLI / 10));
        assertThat(recorder.counts().get(Outcome.ABANDONED)).isEqualTo(1);
    }

    @Test
    void aReplyThatMayHaveLainUnreadIsNotTheServers() {
        due(1);
        exchange(0, 50 * MILLI, 48 * MILLI);
        assertThat(times(recorder.response).maxNanos()).isCloseTo(50 * MILLI, within(MILLI / 10));
        assertThat(times(recorder.ideal).maxNanos()).isCloseTo(2 * MILLI, within(MILLI / 100));
    }

    /** The connection is gone for 40 ms, of which 30 ms are our pause before connecting again. */
    @Test
    void ourPauseBeforeConnectingAgainIsNotTheServers() {
        due(1);
        requests.free(40 * MILLI, 10 * MILLI);
        exchange(40 * MILLI, MILLI, 0);
        assertThat(times(recorder.response).maxNanos()).isCloseTo(41 * MILLI, within(MILLI / 10));
        assertThat(times(recorder.ideal).maxNanos()).isCloseTo(11 * MILLI, within(MILLI / 10));
    }

    @Test
    void theIdealIsNeverAboveWhatWasMeasured() {
        due(3);
        exchange(5 * MILLI, 20 * MILLI, 0);
        exchange(26 * MILLI, 2 * MILLI, MILLI);
        exchange(29 * MILLI, 50 * MILLI, 0);
        LatencyHistogram response = times(recorder.response);
        LatencyHistogram ideal = times(recorder.ideal);
        for (double percent : new double[] {1, 50, 100}) {
            assertThat(ideal.roughPercentileNanos(percent)).isLessThanOrEqualTo(response.roughPercentileNanos(percent));
        }
    }

    /** 1 request in flight, 3 owed when the run ends after 100 ms; the server has not answered since the begin. */
    @Test
    void whatAServerNeverAnsweredIsItsOwnAtTheEnd() {
        due(4);
        assertThat(requests.take(0)).isNotNegative();
        requests.end(100 * MILLI, Outcome.UNSENT);
        LatencyHistogram ideal = times(recorder.ideal);
        assertThat(ideal.count()).isEqualTo(3);
        assertThat(ideal.maxNanos()).isCloseTo(100 * MILLI - GAP, within(MILLI));
        assertThat(ideal.minNanos()).isCloseTo(100 * MILLI - 3 * GAP, within(MILLI));
    }

    @Test
    void whatWeNeverSentIsOurs() {
        due(4);
        requests.end(100 * MILLI, Outcome.UNSENT);
        assertThat(times(recorder.response).maxNanos()).isCloseTo(100 * MILLI, within(MILLI));
        assertThat(times(recorder.ideal).maxNanos()).isZero();
    }
}
