package dev.parley.cli.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One line on standard error that changes while a command works, and is gone when it is done. It never reaches the last column:
 * a line that wraps cannot be cleared any more. Where standard error is no terminal there is none.
 */
public final class ProgressLine {
    private static final String CLEAR_LINE = "\r\u001b[K";
    /** For a terminal that has become narrower meanwhile. */
    private static final String WRAP_OFF = "\u001b[?7l";

    private static final String WRAP_ON = "\u001b[?7h";
    /** Of a terminal that does not say how wide it is. */
    private static final int USUAL_COLUMNS = 80;

    private final Console console;
    private final int columns;
    private boolean shown;

    /** @param columns of the terminal that standard error is; 0 where it is none */
    public ProgressLine(Console console, int columns) {
        this.console = console;
        this.columns = columns;
    }

    /** On the standard error of this process. May start a program, so not for the middle of a measurement. */
    public static ProgressLine ofProcess(Console console) {
        if (!stderrIsTerminal()) {
            return new ProgressLine(console, 0);
        }
        int columns = TerminalWidth.ofControllingTerminal();
        return new ProgressLine(console, columns > 0 ? columns : USUAL_COLUMNS);
    }

    /** The JVM reports on its standard streams only together; a terminal on standard error has this name on Linux. */
    public static boolean stderrIsTerminal() {
        try {
            return Path.of("/proc/self/fd/2").toRealPath().startsWith("/dev/pts");
        } catch (IOException e) {
            return false;
        }
    }

    /** True where a line can change. */
    public boolean onTerminal() {
        return columns > 0;
    }

    /** Shows the first of these that fits, or as much of the last as does, in place of what was there. */
    public synchronized void show(List<String> longestFirst) {
        String line = fitting(longestFirst);
        console.err().print(CLEAR_LINE + WRAP_OFF + line + WRAP_ON);
        console.err().flush();
        shown = true;
    }

    /** The first that leaves the last column free. */
    String fitting(List<String> longestFirst) {
        int most = columns - 1;
        for (String line : longestFirst) {
            if (line.length() <= most) {
                return line;
            }
        }
        return longestFirst.getLast().substring(0, Math.max(0, most));
    }

    /** Nothing is left of it; what comes next begins in the first column. */
    public synchronized void clear() {
        if (shown) {
            console.err().print(CLEAR_LINE);
            console.err().flush();
            shown = false;
        }
    }

    /** A line that stays: cut to the width of a terminal, whole elsewhere. */
    public synchronized void say(String line) {
        clear();
        console.say(onTerminal() ? fitting(List.of(line)) : line);
    }
}
