package dev.parley.cli.compare;

import dev.parley.cli.serve.EngineOptions;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.LogText;
import dev.parley.engine.Engines;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An engine as {@code --engines} names it: {@code virtual}, {@code selector:2}, {@code threads:8}.
 *
 * @param text as typed; its name in the table
 * @param size loops or threads; null for the usual
 */
record EngineChoice(String text, String engine, @Nullable Integer size) {
    private static final Pattern SHAPE = Pattern.compile("([a-z]+)(?::([1-9][0-9]{0,4}))?");
    /** Engines that have a size, and the option of {@code serve} that sets it. */
    private static final Map<String, String> SIZES = Map.of("selector", "--loops", "threads", "--threads");

    static EngineChoice parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "invalid engine '" + LogText.of(text) + "'; expected selector, or selector:2 for two loops");
        }
        String engine = matcher.group(1);
        if (!Engines.NAMES.contains(engine)) {
            throw EngineOptions.unknown(engine);
        }
        String size = matcher.group(2);
        if (size != null && !SIZES.containsKey(engine)) {
            throw new Failure(
                    ExitCode.USAGE, "'" + text + "': " + engine + " has no size; selector (loops) and threads have");
        }
        return new EngineChoice(text, engine, size == null ? null : Integer.valueOf(size));
    }

    /** The options of {@code serve}. Threads are as many as clients unless told: each has one then, as on the other engines. */
    List<String> serveOptions(int clients) {
        Integer wanted = size == null && engine.equals("threads") ? Integer.valueOf(clients) : size;
        if (wanted == null) {
            return List.of("--engine", engine);
        }
        String number = wanted.toString();
        return engine.equals("threads")
                ? List.of("--engine", engine, "--threads", number, "--max-threads", number)
                : List.of("--engine", engine, Objects.requireNonNull(SIZES.get(engine)), number);
    }
}
