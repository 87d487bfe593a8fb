package dev.parley.cli.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many files and sockets a process may have open.
 *
 * @param soft the limit in force; {@link #UNLIMITED} where there is none
 * @param hard to what the process may raise it; likewise
 */
public record DescriptorLimit(long soft, long hard) {
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** Where the system does not report it: the least any of today's systems grants. */
    private static final long ASSUMED = 256;

    private static final Path OF_THIS_PROCESS = Path.of("/proc/self/limits");
    private static final String WITHOUT_LIMIT = "unlimited";
    private static final Pattern LINE =
            Pattern.compile("(?m)^Max open files +(\\d{1,18}|unlimited) +(\\d{1,18}|unlimited) ");

    /** From Linux's own table; empty where it is not there. */
    public static Optional<DescriptorLimit> parse(String limits) {
        Matcher line = LINE.matcher(limits);
        return line.find()
                ? Optional.of(new DescriptorLimit(number(line.group(1)), number(line.group(2))))
                : Optional.empty();
    }

    private static long number(String text) {
        return text.equals(WITHOUT_LIMIT) ? UNLIMITED : Long.parseLong(text);
    }

    /** Of this process. Read from Linux's table: the JDK's bean for it takes far longer to load. */
    public static long inForce() {
        try {
            return parse(Files.readString(OF_THIS_PROCESS))
                    .map(DescriptorLimit::soft)
                    .orElse(ASSUMED);
        } catch (IOException e) {
            return ASSUMED;
        }
    }

    /** A limit as people read it. */
    public static String text(long limit) {
        return limit == UNLIMITED ? WITHOUT_LIMIT : Long.toString(limit);
    }
}
