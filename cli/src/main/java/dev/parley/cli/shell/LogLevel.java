package dev.parley.cli.shell;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.parley.core.PrintableText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/** How much is logged, which can be changed while the program runs. */
public enum LogLevel {
    ERROR,
    WARNING,
    INFO,
    /** Connections too. */
    DEBUG;

    /** {@code debug}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All of them, as words. */
    public static List<String> words() {
        return Arrays.stream(values()).map(LogLevel::word).toList();
    }

    /**
     * The one that is meant.
     *
     * @throws IllegalArgumentException with a text for the user when there is none
     */
    public static LogLevel named(String word) {
        return Arrays.stream(values())
                .filter(level -> level.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no log level '" + PrintableText.of(word, 64)
                        + "'; there are " + String.join(", ", words())));
    }

    private Level level() {
        return switch (this) {
            case ERROR -> Level.ERROR;
            case WARNING -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
        };
    }

    /** So much from now on. */
    public void apply() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger("dev.parley").setLevel(level());
        }
    }
}
