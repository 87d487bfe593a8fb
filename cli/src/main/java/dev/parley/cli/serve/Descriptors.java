package dev.parley.cli.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many files and sockets this process may have open. */
final class Descriptors {
    /** Where the system does not report it: the least any of today's systems grants. */
    private static final int ASSUMED = 256;

    private static final int UNLIMITED = 1 << 27;
    private static final Pattern LIMIT = Pattern.compile("Max open files +(\\d+|unlimited) .*");

    private Descriptors() {}

    /** The limit in force. Read from Linux's own table: the JDK's bean for it takes far longer to load. */
    static int most() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
                Matcher limit = LIMIT.matcher(line);
                if (limit.matches()) {
                    String soft = limit.group(1);
                    return soft.equals("unlimited") ? UNLIMITED : (int) Math.min(Long.parseLong(soft), UNLIMITED);
                }
            }
        } catch (IOException e) {
            return ASSUMED;
        }
        return ASSUMED;
    }
}
