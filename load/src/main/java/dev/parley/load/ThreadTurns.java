package dev.parley.load;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the threads of some processes went through until now, of Linux' own counters; nothing where they are not known.
 *
 * @param byThread by its folder in /proc
 */
record ThreadTurns(Map<Path, Turns> byThread) {
    /** Threads that serve run as often as requests come; compilers and collectors do not. */
    private static final double SERVES_SHARE = 0.5;

    /**
     * One thread.
     *
     * @param waitedNanos for how long it was ready to run and had no core
     * @param count how often it got one
     */
    record Turns(long waitedNanos, long count) {
        private static final Turns NONE = new Turns(0, 0);

        /** {@code cpu waited count}, by proc(5) schedstat. */
        static Turns of(String schedstat) {
            String[] numbers = schedstat.strip().split(" ", -1);
            return numbers.length < 3 ? NONE : new Turns(Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
        }

        Turns since(Turns earlier) {
            return new Turns(waitedNanos - earlier.waitedNanos, count - earlier.count);
        }
    }

    static ThreadTurns of(List<ProcessHandle> processes) {
        Map<Path, Turns> turns = new HashMap<>();
        for (ProcessHandle process : processes) {
            try (DirectoryStream<Path> threads =
                    Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
                for (Path thread : threads) {
                    turns.put(thread, read(thread));
                }
            } catch (IOException | DirectoryIteratorException e) {
                return new ThreadTurns(Map.of()); // it has ended, or is not ours to look at
            }
        }
        return new ThreadTurns(turns);
    }

    private static Turns read(Path thread) {
        try {
            return Turns.of(Files.readString(thread.resolve("schedstat")));
        } catch (IOException e) { // the thread has ended
            return Turns.NONE;
        }
    }

    /**
     * For how long the one that waited longest of those that served had no core. A request is served by one thread, so the waits of all
     * together would say too much.
     */
    long longestWaitNanos(ThreadTurns earlier) {
        List<Turns> since = byThread.entrySet().stream()
                .map(thread -> thread.getValue().since(earlier.byThread.getOrDefault(thread.getKey(), Turns.NONE)))
                .toList();
        long most = since.stream().mapToLong(Turns::count).max().orElse(0);
        return since.stream()
                .filter(turns -> turns.count() >= SERVES_SHARE * most)
                .mapToLong(Turns::waitedNanos)
                .max()
                .orElse(0);
    }
}
