package dev.parley.result;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Results of loads that never ran. */
final class KnownResults {
    private static final long SECOND = 1_000_000_000L;

    private KnownResults() {}

    private static LatencyHistogram latencies(int count, long stepNanos) {
        LatencyHistogram latencies = new LatencyHistogram();
        for (int i = 1; i <= count; i++) {
            latencies.record(i * stepNanos);
        }
        return latencies;
    }

    private static Map<Counter, Long> counters(long first) {
        Map<Counter, Long> counters = new EnumMap<>(Counter.class);
        long next = first;
        for (Counter counter : Counter.values()) {
            counters.put(counter, next++);
        }
        return counters;
    }

    /** Everything a document can hold: all outcomes, a timeline with gaps, and texts that need escapes. */
    static LoadResult openLoop() {
        LoadResult.Measured measured = new LoadResult.Measured(
                false,
                12,
                3,
                latencies(150_000, 20_123),
                latencies(1_500, 19_999),
                latencies(15, 1_000),
                latencies(140_000, 10_000),
                latencies(10, 50_000),
                latencies(5, 70_000),
                latencies(6, 60_000),
                byDueTime(),
                new OwnProcess(new LatencyHistogram(), 4, 17, 1_000_001, 2_000_002, 3_000_003),
                Map.of(Outcome.REPLY, 149_000L, Outcome.WRONG, 7L, Outcome.LOST, 600L, Outcome.UNSENT, 393L),
                counters(100_000_000),
                7 * SECOND,
                6 * SECOND,
                new WarmUp(1_234_567_890, false),
                "interrupted (SIGINT)",
                "the disk is full: \"/tmp/s\\1\"",
                OptionalLong.of(123_456),
                Optional.of(new ServerCpu("java (pid 4711)", 3_456_789_012L, 7_000_001)),
                List.of(
                        new StepTimes(
                                "put",
                                latencies(1_600, 9_000),
                                latencies(1_500, 8_000),
                                Map.of("DRAINING", 7L, "lost", 2L)),
                        new StepTimes("delete", latencies(1_400, 5_000), latencies(1_400, 5_000), Map.of())));
        return new LoadResult(
                new Setting(
                        "reverse+udp://[::1]:7",
                        "len16",
                        ScheduleKind.POISSON,
                        "poisson 25000/s",
                        12,
                        4,
                        2,
                        "64 bytes",
                        Duration.ofMillis(1_500),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(6),
                        0,
                        Duration.ofHours(1),
                        false,
                        false),
                new Environment(
                        "Zwölf Kerne", 12, "Linux\t6", "a jdk", "0.1.0", "parley load 'a\u0001b'", "\uD83D\uDE80"),
                Instant.parse("2026-11-21T12:00:00.120Z"),
                measured,
                List.of(
                        point(0, latencies(5, 7)),
                        point(SECOND, latencies(2_000, 7_000)),
                        point(2 * SECOND, new LatencyHistogram())),
                new Verdict(
                        List.of(
                                new Reason(Reason.Kind.ENDED_EARLY, "it ended early"),
                                new Reason(Reason.Kind.OTHER, 99.9, "something \u2028 else")),
                        List.of(new Reason(Reason.Kind.TOO_FEW_SAMPLES, 99.99, "too few"))));
    }

    /** In the second of three intervals nothing was due. */
    private static LatencyByDueTime byDueTime() {
        LatencyByDueTime times = new LatencyByDueTime(2 * SECOND);
        for (int i = 0; i < 2_000; i++) {
            times.record((i % 2) * 4L * SECOND + i, i * 1_000L);
        }
        return times;
    }

    private static TimelinePoint point(long fromNanos, LatencyHistogram latencies) {
        return new TimelinePoint(
                fromNanos,
                SECOND,
                latencies.count() + 1,
                latencies.count(),
                1,
                TimelinePoint.Clock.of(latencies),
                TimelinePoint.Clock.of(latencies(20, 3)));
    }

    static LoadResult closedLoop() {
        LatencyHistogram latencies = latencies(100, 1_000_000);
        return withoutVerdict(new MeasuredBuilder(latencies, latencies, SECOND)
                .closedLoop(true)
                .counts(Map.of(Outcome.REPLY, 100L), Map.of(Counter.SENT, 100L))
                .process(new OwnProcess(latencies(30, 60_000), 1, 2, 0, 0, 0))
                .build());
    }

    static LoadResult nothingMeasured() {
        return withoutVerdict(new MeasuredBuilder(new LatencyHistogram(), new LatencyHistogram(), 0)
                .closedLoop(true)
                .build());
    }

    private static LoadResult withoutVerdict(LoadResult.Measured measured) {
        return new LoadResult(
                Settings.echo(9),
                Settings.ENVIRONMENT,
                Instant.EPOCH,
                measured,
                List.of(),
                new Verdict(
                        List.of(),
                        List.of(),
                        Percentile.ALL.stream()
                                .filter(p -> measured.latencies()
                                        .percentileNanos(p.percent())
                                        .isPresent())
                                .toList()));
    }
}
