package dev.parley.cli.doctor;

import dev.parley.result.NumberText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What has to be tried out: clock resolution and cost, how late a sleeper wakes, how long a disk takes. */
final class HostTimings {
    private static final int CLOCK_READS = 200_000;
    private static final long FINE_NANOS = 1_000;
    private static final long CHEAP_NANOS = 200;

    private static final int WAKE_UPS = 500;
    private static final long NAP_NANOS = 1_000_000;
    /** A host that wakes its sleepers late must not make the doctor late. */
    private static final long MOST_NAPPING_NANOS = 1_500_000_000;

    private static final long LATE_NANOS = 1_000_000;

    private static final int SYNCS = 20;
    private static final int SYNCED_BYTES = 4096;
    private static final long SLOW_SYNC_NANOS = 10_000_000;
    private static final List<String> MEMORY_FILE_SYSTEMS = List.of("tmpfs", "ramfs");

    private HostTimings() {}

    /** The clock every time is taken from. */
    static List<HostCheck> clock() {
        long finest = Long.MAX_VALUE;
        long start = System.nanoTime();
        long before = start;
        for (int i = 0; i < CLOCK_READS; i++) {
            long now = System.nanoTime();
            if (now > before) {
                finest = Math.min(finest, now - before);
            }
            before = now;
        }
        long cost = (before - start) / CLOCK_READS;
        return List.of(
                HostCheck.of(
                        "clock resolution",
                        finest == Long.MAX_VALUE ? "none" : finest + " ns",
                        finest > FINE_NANOS,
                        "shorter times cannot be measured"),
                HostCheck.of(
                        "clock cost",
                        cost + " ns per reading",
                        cost > CHEAP_NANOS,
                        "two readings per request; at high rates they are part of what is measured"));
    }

    /** How much longer than a millisecond a nap of a millisecond is: so late can a planned send be. */
    static HostCheck wakeUp() {
        long[] excess = new long[WAKE_UPS];
        int naps = 0;
        long deadline = System.nanoTime() + MOST_NAPPING_NANOS;
        for (long now = System.nanoTime(); naps < WAKE_UPS && now < deadline; now = System.nanoTime()) {
            LockSupport.parkNanos(NAP_NANOS);
            excess[naps++] = Math.max(0, System.nanoTime() - now - NAP_NANOS);
        }
        long[] sorted = Arrays.copyOf(excess, naps);
        Arrays.sort(sorted);
        long late = quantile(sorted, 0.99);
        return HostCheck.of(
                "wake-up latency",
                "median " + NumberText.time(quantile(sorted, 0.5)) + ", p99 " + NumberText.time(late),
                late > LATE_NANOS,
                "sleepers wake late; higher percentiles than p99 show this host, not the server");
    }

    /** How long a small write takes to be on disk. The file is gone afterwards. */
    static HostCheck diskSync(Path folder) {
        String name = "disk sync";
        try {
            String fileSystem = Files.getFileStore(folder).type();
            long median = medianSync(folder);
            String value = "median " + NumberText.time(median) + " (" + fileSystem + ")";
            return MEMORY_FILE_SYSTEMS.contains(fileSystem)
                    ? new HostCheck(name, value, "this folder is in memory; what is kept here is lost with the power")
                    : HostCheck.of(name, value, median > SLOW_SYNC_NANOS, "storing a message on disk takes this long");
        } catch (IOException e) {
            return new HostCheck(name, HostCheck.UNKNOWN, "no file can be written in the current folder");
        }
    }

    private static long medianSync(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, ".parley-doctor", null);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long[] nanos = new long[SYNCS];
            for (int i = 0; i < SYNCS; i++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(SYNCED_BYTES));
                channel.force(false);
                nanos[i] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            return quantile(nanos, 0.5);
        } finally {
            Files.delete(file);
        }
    }

    /** The smallest time that this share of all times does not exceed. */
    private static long quantile(long[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
