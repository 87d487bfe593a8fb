package dev.parley.cli.shell;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** How wide the terminal is that standard output goes to. */
public final class TerminalWidth {
    private static final int PATIENCE_SECONDS = 1;

    private TerminalWidth() {}

    /** Columns; 0 when standard output is no terminal, or nobody can say. Starts a program: only for what is read by people. */
    @SuppressWarnings("SystemConsoleNull") // its type says that it may be null
    public static int columns() {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return 0;
        }
        return ofControllingTerminal();
    }

    /** Columns of the terminal this process was started from; 0 where there is none, or nobody can say. Starts a program. */
    static int ofControllingTerminal() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return stty.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && stty.exitValue() == 0 ? columns(size) : 0;
        } catch (IOException e) { // no such program, or no such terminal
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** @param size as {@code stty} prints it: rows, columns */
    static int columns(String size) {
        String[] parts = size.strip().split(" ", -1);
        try {
            return parts.length == 2 ? Integer.parseInt(parts[1]) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
