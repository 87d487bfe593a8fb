package dev.parley.cli.testing;

import dev.parley.result.Counter;
import dev.parley.result.Environment;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.LoadResult;
import dev.parley.result.MeasuredBuilder;
import dev.parley.result.Outcome;
import dev.parley.result.ResultDocument;
import dev.parley.result.ScheduleKind;
import dev.parley.result.Setting;
import dev.parley.result.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Result documents of runs that were never made: their numbers are chosen. */
public final class ResultFiles {
    private static final long MICRO = 1_000L;
    private static final Duration RUN = Duration.ofSeconds(10);
    private static final long REQUESTS = 2_000;

    private final Path folder;
    private int written;

    public ResultFiles(Path folder) {
        this.folder = folder;
    }

    /** A run of 10 s at 200/s; times from this many microseconds evenly to three times as many. */
    public String run(long fastestMicros) throws IOException {
        return run(fastestMicros, "constant 200/s", "a kernel");
    }

    public String run(long fastestMicros, String schedule, String kernel) throws IOException {
        written++;
        Path file = folder.resolve("r" + written + ".json");
        Files.write(file, document(fastestMicros, schedule, kernel, written));
        return file.toString();
    }

    public static byte[] document(long fastestMicros, String schedule, String kernel, int second) {
        LatencyHistogram times = new LatencyHistogram();
        for (int i = 0; i < REQUESTS; i++) {
            times.record(fastestMicros * MICRO + 2 * fastestMicros * MICRO * i / REQUESTS);
        }
        LoadResult.Measured measured = new MeasuredBuilder(times, times, RUN.toNanos())
                .clients(2, 0)
                .counts(Map.of(Outcome.REPLY, REQUESTS), Map.of(Counter.DUE, REQUESTS, Counter.SENT, REQUESTS))
                .build();
        LoadResult result = new LoadResult(
                setting(schedule),
                new Environment("a cpu", 2, kernel, "25", "0", "parley load", ""),
                Instant.parse("2026-01-01T00:00:00Z").plusSeconds(second),
                measured,
                List.of(),
                new Verdict(List.of(), List.of()));
        return ResultDocument.of(result).toJson();
    }

    private static Setting setting(String schedule) {
        return new Setting(
                "echo+tcp://127.0.0.1:7",
                "len8",
                ScheduleKind.CONSTANT,
                schedule,
                2,
                1,
                1,
                "64 bytes",
                Duration.ZERO,
                Duration.ofSeconds(10),
                RUN,
                0,
                Duration.ofSeconds(5),
                true,
                false);
    }
}
