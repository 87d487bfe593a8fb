package dev.parley.fuzz;

import dev.parley.result.Environment;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.MeasuredBuilder;
import dev.parley.result.ResultDocument;
import dev.parley.result.ScheduleKind;
import dev.parley.result.Setting;
import dev.parley.result.TimelinePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Documents of loads that never ran. */
final class Results {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private Results() {}

    static LatencyHistogram latencies(int count) {
        LatencyHistogram latencies = new LatencyHistogram();
        for (int i = 1; i <= count; i++) {
            latencies.record(i * 1_000_000L);
        }
        return latencies;
    }

    static byte[] document(LatencyHistogram response) {
        LatencyHistogram none = new LatencyHistogram();
        TimelinePoint.Clock clock = TimelinePoint.Clock.of(response);
        LoadResult result = LoadResult.of(
                new Setting(
                        "echo+tcp://127.0.0.1:7",
                        "read",
                        ScheduleKind.CLOSED,
                        "closed loop",
                        1,
                        1,
                        1,
                        "64 bytes",
                        Duration.ZERO,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1),
                        0,
                        Duration.ofSeconds(2),
                        true,
                        false),
                new Environment("a cpu", 2, "a kernel", "a jdk", "0.1.0", "a command", "a server"),
                Instant.EPOCH,
                new MeasuredBuilder(response, none, SECOND_NANOS)
                        .closedLoop(true)
                        .build(),
                List.of(new TimelinePoint(0, SECOND_NANOS, 1, 1, 0, clock, clock)));
        return ResultDocument.of(result).toJson();
    }
}
