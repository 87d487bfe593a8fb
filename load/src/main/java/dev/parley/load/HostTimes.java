package dev.parley.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What this host's cores went through until now, of Linux' own counters; 0 where they are not known.
 *
 * @param pressureNanos for how long any process waited for a core
 * @param stolenNanos what the hypervisor took, of all cores
 */
record HostTimes(long pressureNanos, long stolenNanos) {
    private static final Path PRESSURE = Path.of("/proc/pressure/cpu");
    private static final Path CORES = Path.of("/proc/stat");
    private static final String TOTAL = "total=";
    private static final long NANOS_PER_MICRO = 1_000;
    /** Linux reports these in hundredths of a second on every machine. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private static final int STOLEN_COLUMN = 8;

    static HostTimes now() {
        return new HostTimes(pressure(firstLine(PRESSURE)), stolen(firstLine(CORES)));
    }

    private static String firstLine(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.isEmpty() ? "" : lines.getFirst();
        } catch (IOException e) { // another system, or one that does not tell
            return "";
        }
    }

    /** {@code some avg10=0.00 avg60=0.00 avg300=0.00 total=12345}, microseconds. */
    static long pressure(String line) {
        int at = line.indexOf(TOTAL);
        return at < 0
                ? 0
                : NANOS_PER_MICRO
                        * Long.parseLong(line.substring(at + TOTAL.length()).strip());
    }

    /** {@code cpu user nice system idle iowait irq softirq steal ...}. */
    static long stolen(String line) {
        String[] columns = line.split(" +", -1);
        return columns.length > STOLEN_COLUMN ? NANOS_PER_TICK * Long.parseLong(columns[STOLEN_COLUMN]) : 0;
    }

    HostTimes since(HostTimes earlier) {
        return new HostTimes(pressureNanos - earlier.pressureNanos, stolenNanos - earlier.stolenNanos);
    }
}
