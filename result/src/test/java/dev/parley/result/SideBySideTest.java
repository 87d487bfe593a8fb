package dev.parley.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.PublishedSchema;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several load generators at the same time: what they counted is added, the time is not. */
class SideBySideTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final Setting WHOLE = setting(8);

    private static Setting setting(int clients) {
        return new Setting(
                "echo+tcp://127.0.0.1:7",
                "len8",
                ScheduleKind.CONSTANT,
                "constant 4000/s",
                clients,
                1,
                1,
                "64 bytes",
                Duration.ZERO,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                0,
                Duration.ofSeconds(2),
                true,
                false);
    }

    private static LatencyHistogram times(int count, long nanos) {
        LatencyHistogram times = new LatencyHistogram();
        for (int i = 0; i < count; i++) {
            times.record(nanos);
        }
        return times;
    }

    /** So many requests of so long, evenly over ten intervals of a tenth of a second each. */
    private static SideBySide.Part part(String name, int requests, long nanos) {
        LatencyHistogram times = times(requests, nanos);
        LoadResult.Measured measured = new MeasuredBuilder(times, times, SECOND)
                .clients(4, 1)
                .ideal(times, new LatencyHistogram())
                .connect(times(requests / 10, nanos))
                .handshake(times(requests / 100, nanos))
                .counts(
                        Map.of(Outcome.REPLY, (long) requests - 5, Outcome.LOST, 5L),
                        Map.of(
                                Counter.DUE,
                                (long) requests,
                                Counter.SENT,
                                (long) requests,
                                Counter.UNCONNECTED,
                                1L,
                                Counter.BYTES_SENT,
                                64L * requests))
                .serverCpu(new ServerCpu("java (pid 7)", 300 * MILLI, 3))
                .warmUp(new WarmUp(2 * SECOND, true))
                .build();
        return part(name, measured, intervals(requests / 10, nanos, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    }

    private static SideBySide.Part part(String name, LoadResult.Measured measured, List<IntervalTimes> intervals) {
        return new SideBySide.Part(
                name,
                LoadResult.of(setting(measured.clients()), Settings.ENVIRONMENT, Instant.EPOCH, measured, List.of()),
                intervals);
    }

    /** @param tenths where they begin and end, in tenths of a second */
    private static List<IntervalTimes> intervals(int requestsEach, long nanos, double... tenths) {
        return IntStream.range(1, tenths.length)
                .mapToObj(i -> new IntervalTimes(
                        Math.round(tenths[i - 1] * SECOND / 10),
                        Math.round((tenths[i] - tenths[i - 1]) * SECOND / 10),
                        requestsEach,
                        1,
                        times(requestsEach, nanos),
                        times(requestsEach, nanos)))
                .toList();
    }

    private static LoadResult merged(SideBySide.Part... parts) {
        return SideBySide.of(WHOLE, List.of(parts), List.of(), List.of());
    }

    @Test
    void countsAreAddedAndTheTimeIsNot() {
        LoadResult.Measured together = merged(part("one", 1_000, MILLI), part("other", 3_000, 2 * MILLI))
                .measured();

        assertThat(together.measuredNanos()).isEqualTo(SECOND);
        assertThat(together.plannedNanos()).isEqualTo(SECOND);
        assertThat(together.repliesPerSecond()).isEqualTo(4_000);
        assertThat(together.targetPerSecond()).isEqualTo(4_000);
        assertThat(together.bytesSentPerSecond()).isEqualTo(64 * 4_000);
        assertThat(together.keptShare()).isEqualTo(1);
        assertThat(together.count(Outcome.LOST)).isEqualTo(10);
        assertThat(together.clients()).isEqualTo(8);
        assertThat(together.clientsWithoutReply()).isEqualTo(2);
        assertThat(together.count(Counter.UNCONNECTED)).isEqualTo(2);
        assertThat(together.connect().count()).isEqualTo(400);
        assertThat(together.handshake().count()).isEqualTo(40);
    }

    @Test
    void ofRunsAfterEachOtherTheTimesOfConnectingAreAddedToo() {
        LoadResult.Measured together = Merge.measured(List.of(
                part("one", 1_000, MILLI).result().measured(),
                part("other", 3_000, MILLI).result().measured()));
        assertThat(together.connect().count()).isEqualTo(400);
        assertThat(together.handshake().count()).isEqualTo(40);
    }

    @Test
    void percentilesAreThoseOfAllRequests() {
        LatencyHistogram response = merged(part("one", 1_000, MILLI), part("other", 3_000, 2 * MILLI))
                .measured()
                .response();

        assertThat(response.count()).isEqualTo(4_000);
        assertThat(response.roughPercentileNanos(24)).isBetween(MILLI, MILLI + MILLI / 500);
        assertThat(response.roughPercentileNanos(26)).isBetween(2 * MILLI, 2 * MILLI + MILLI / 500);
    }

    @Test
    void theProcessorTimeOfTheOneServerCountsOnce() {
        assertThat(merged(part("one", 1_000, MILLI), part("other", 1_000, MILLI))
                        .measured()
                        .serverCpu()
                        .orElseThrow()
                        .nanos())
                .isEqualTo(300 * MILLI);
    }

    @Test
    void oneSilentGeneratorMakesTheWholeInvalidAndIsNamed() {
        LoadResult.Measured nothing = new MeasuredBuilder(times(10, MILLI), new LatencyHistogram(), SECOND)
                .clients(4, 4)
                .build();
        Verdict verdict = merged(part("one", 20_000, MILLI), part("other", nothing, List.of()))
                .verdict();

        assertThat(verdict.level()).isEqualTo(Verdict.Level.INVALID);
        assertThat(verdict.reasons()).extracting(Reason::text).contains("other: no replies received");
    }

    @Test
    void whatIsDoubtedOfOnePartIsDoubtedOfTheWhole() {
        LatencyHistogram times = times(10_000, MILLI);
        times.add(times(200, 50 * MILLI));
        LoadResult.Measured slow = new MeasuredBuilder(times, times, SECOND)
                .ideal(times(10_200, MILLI), new LatencyHistogram())
                .counts(Map.of(Outcome.REPLY, 10_200L), Map.of(Counter.DUE, 10_200L, Counter.SENT, 10_200L))
                .build();
        LatencyHistogram fine = times(1_000_000, MILLI);
        LoadResult.Measured quick = new MeasuredBuilder(fine, fine, SECOND)
                .ideal(fine, new LatencyHistogram())
                .counts(Map.of(Outcome.REPLY, 1_000_000L), Map.of(Counter.DUE, 1_000_000L, Counter.SENT, 1_000_000L))
                .build();

        Verdict verdict = merged(part("one", quick, List.of()), part("other", slow, List.of()))
                .verdict();

        assertThat(verdict.text()).isEqualTo("valid up to p90");
        assertThat(verdict.reasons())
                .anySatisfy(reason -> assertThat(reason.text()).startsWith("other: more than half of p99"));
    }

    @Test
    void anIntervalHoldsTheTimesOfAll() {
        List<TimelinePoint> timeline = merged(part("one", 1_000, MILLI), part("other", 3_000, 2 * MILLI))
                .timeline();

        assertThat(timeline).hasSize(10);
        assertThat(timeline).allSatisfy(point -> {
            assertThat(point.sent()).isEqualTo(400);
            assertThat(point.replies()).isEqualTo(400);
            assertThat(point.errors()).isEqualTo(2);
            assertThat(point.repliesPerSecond()).isEqualTo(4_000);
            assertThat(point.response().p50Nanos().orElseThrow()).isGreaterThanOrEqualTo(2 * MILLI);
        });
    }

    @Test
    void intervalsThatDoNotLineUpAreJoinedAndNothingIsLeftOut() {
        List<TimelinePoint> timeline = AlignedTimeline.of(List.of(
                intervals(10, MILLI, 0, 1, 2, 3, 4, 4.5),
                intervals(10, MILLI, 0, 1.1, 3.1, 4, 4.8),
                intervals(10, MILLI, 0, 0.9, 1.5, 2, 3, 4, 4.2),
                List.of()));

        assertThat(timeline)
                .extracting(TimelinePoint::fromNanos)
                .containsExactly(0L, SECOND / 10, 3 * SECOND / 10, 4 * SECOND / 10);
        assertThat(timeline).extracting(TimelinePoint::sent).containsExactly(30L, 60L, 30L, 30L);
        assertThat(timeline.getLast().fromNanos() + timeline.getLast().lengthNanos())
                .isEqualTo(48 * SECOND / 100);
    }

    @Test
    void theDocumentHasEachGeneratorAndKeepsThePublishedSchema() throws IOException, ResultFormatException {
        LoadResult whole = SideBySide.of(
                WHOLE,
                List.of(part("one", 1_000, MILLI), part("other", 3_000, 2 * MILLI)),
                List.of(new Reason(Reason.Kind.GENERATOR_LOST, "a third was lost")),
                List.of(new Reason(Reason.Kind.SEVERAL_GENERATORS, "of two")));
        byte[] document = ResultDocument.of(whole).toJson();

        assertThat(PublishedSchema.faults("parley-load-1", document)).isEmpty();
        LoadResult read = ResultReader.read(document);
        assertThat(ResultDocument.of(read).toJson()).isEqualTo(document);
        assertThat(read.verdict().reasons()).isEqualTo(whole.verdict().reasons());
        assertThat(read.verdict().level()).isEqualTo(Verdict.Level.INVALID);
        assertThat(read.generators()).extracting(NamedResult::name).containsExactly("one", "other");
        assertThat(read.generators().getLast().result().measured().response().count())
                .isEqualTo(3_000);
    }

    @Test
    void aLostGeneratorIsNotForgottenWhenRunsAreMerged() {
        LoadResult lost = SideBySide.of(
                WHOLE,
                List.of(part("one", 1_000, MILLI)),
                List.of(new Reason(Reason.Kind.GENERATOR_LOST, "a third was lost")),
                List.of());
        LoadResult whole = merged(part("one", 1_000, MILLI));

        assertThat(Merge.of(List.of(whole, lost)).verdict().level()).isEqualTo(Verdict.Level.INVALID);
    }

    @Test
    void intervalsReadBackAreTheSame() throws ResultFormatException {
        List<IntervalTimes> intervals = intervals(1_000, 7 * MILLI, 0, 1, 2);

        List<IntervalTimes> read = IntervalsDocument.read(IntervalsDocument.of(intervals));

        assertThat(read)
                .extracting(IntervalTimes::point)
                .isEqualTo(intervals.stream().map(IntervalTimes::point).toList());
        assertThat(IntervalsDocument.of(read)).isEqualTo(IntervalsDocument.of(intervals));
    }
}
