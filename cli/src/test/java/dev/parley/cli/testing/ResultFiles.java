package dev.parley.cli.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Result documents of runs that were never made: their numbers are chosen. */
public final class ResultFiles {
    private static final long MICRO = 1_000L;
    private static final long HOUR_NANOS = 3_600_000_000_000L;

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
        Files.writeString(file, document(fastestMicros, schedule, kernel, written));
        return file.toString();
    }

    public static String document(long fastestMicros, String schedule, String kernel, int second) {
        Histogram times = new Histogram(HOUR_NANOS, 3);
        for (int i = 0; i < 2_000; i++) {
            times.recordValue(fastestMicros * MICRO + 2 * fastestMicros * MICRO * i / 2_000);
        }
        Histogram none = new Histogram(HOUR_NANOS, 3);
        return String.format(
                Locale.ROOT,
                """
                {"schema": "parley-load", "schemaVersion": 1, "startedAt": "2026-01-01T00:00:%02dZ",
                 "verdict": {"trustworthy": true, "reasons": [], "notes": [], "endedEarly": "", "samplesFailure": ""},
                 "load": {"endpoint": "echo+tcp://127.0.0.1:7", "framing": "len8", "loop": "open", "schedule": "%s",
                  "clients": 2, "depth": 1, "threads": 1, "messages": "64 bytes", "warmUpNanos": 0,
                  "durationNanos": 10000000000, "count": 0, "replyTimeoutNanos": 5000000000, "repliesChecked": true},
                 "environment": {"cpu": "a cpu", "cores": 2, "kernel": "%s", "jdk": "25", "parley": "0",
                  "command": "parley load", "server": ""},
                 "throughput": {"measuredNanos": 10000000000, "plannedNanos": 10000000000},
                 "requests": {"reply": 2000, "wrong": 0, "lost": 0, "closed": 0, "malformed": 0, "unsent": 0, "due": 2000,
                  "sent": 2000, "unconnected": 0, "reconnected": 0, "refused": 0, "late": 0, "reordered": 0, "duplicate": 0,
                  "unexpected": 0, "clientsWithoutReply": 0},
                 "response": {"hdrHistogram": "%s"}, "service": {"hdrHistogram": "%s"}, "lateness": {"hdrHistogram": "%s"},
                 "jitterNanos": null,
                 "process": {"hiccups": {"hdrHistogram": "%s"}, "collections": 0, "collectionMillis": 0},
                 "timeline": []}
                """,
                second,
                schedule,
                kernel,
                encoded(times),
                encoded(times),
                encoded(none),
                encoded(none));
    }

    private static String encoded(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int size = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), size));
    }
}
