package dev.parley.load;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * For how long each compiler thread of this JVM has run, or waited for a core, until a moment, as Linux counts it. The JVM's own total
 * counts a compilation only when it has ended, and some take a second; it is the fallback where Linux' counters are missing.
 *
 * @param byThread nanoseconds
 */
record CompilerTime(Map<Path, Long> byThread) {
    private static final Path THREADS = Path.of("/proc/self/task");
    /** {@code C1 CompilerThread0}, {@code C2 CompilerThread0}, of which Linux keeps 15 characters. */
    private static final String NAME = "C[12] CompilerThre.*";

    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** Until now. Reads some dozen files: about a millisecond. */
    static CompilerTime now() {
        Map<Path, Long> times = new HashMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                put(times, thread);
            }
        } catch (IOException | DirectoryIteratorException e) { // another system
            times.clear();
        }
        if (times.isEmpty()) {
            CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
            if (compiler != null && compiler.isCompilationTimeMonitoringSupported()) {
                times.put(THREADS, compiler.getTotalCompilationTime() * NANOS_PER_MILLI);
            }
        }
        return new CompilerTime(times);
    }

    private static void put(Map<Path, Long> times, Path thread) {
        try {
            if (Files.readString(thread.resolve("comm")).strip().matches(NAME)) {
                times.put(thread, busy(Files.readString(thread.resolve("schedstat"))));
            }
        } catch (IOException e) {
            // it has ended: the JVM has as many compilers as there is work for
        }
    }

    /** {@code cpu waited count}, by proc(5) schedstat: the first two. */
    static long busy(String schedstat) {
        String[] numbers = schedstat.strip().split(" ", -1);
        return numbers.length < 2 ? 0 : Long.parseLong(numbers[0]) + Long.parseLong(numbers[1]);
    }

    /** What all of them have done since then, in nanoseconds; of one that has ended meanwhile, nothing. */
    long nanosSince(CompilerTime earlier) {
        return byThread.entrySet().stream()
                .mapToLong(thread -> thread.getValue() - earlier.byThread.getOrDefault(thread.getKey(), 0L))
                .sum();
    }
}
