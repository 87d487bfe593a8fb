package dev.parley.cli.doctor;

import dev.parley.cli.shell.TextTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the doctor's: what was looked at, what was found, and what to do where that limits a measurement.
 *
 * @param value {@value #UNKNOWN} where this system does not report it
 * @param advice null where nothing limits
 */
record HostCheck(String name, String value, @Nullable String advice) {
    static final String UNKNOWN = "unknown";

    private static final TextTable LINE =
            TextTable.of(TextTable.left("", 1), TextTable.left("", 18), TextTable.left("", 0));

    /** A check that found no limit. */
    static HostCheck plain(String name, String value) {
        return new HostCheck(name, value, null);
    }

    /** The advice counts only where this is a limit. */
    static HostCheck of(String name, String value, boolean limits, String advice) {
        return new HostCheck(name, value, limits ? advice : null);
    }

    /** {@code ! somaxconn         128: a burst of connects ...}; without the mark where nothing limits. */
    String line() {
        return advice == null
                ? LINE.line(List.of("", name, value))
                : LINE.line(List.of("!", name, value + ": " + advice));
    }
}
