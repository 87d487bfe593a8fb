package dev.parley.cli.shell;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** How much is logged, while the program runs. */
public final class LogLevel {
    private LogLevel() {}

    /**
     * Sets it.
     *
     * @param verbose connections too
     */
    public static void set(boolean verbose) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger("dev.parley").setLevel(verbose ? Level.DEBUG : Level.INFO);
        }
    }
}
