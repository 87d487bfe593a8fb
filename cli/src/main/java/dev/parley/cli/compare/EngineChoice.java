package dev.parley.cli.compare;

import dev.parley.cli.serve.EngineOptions;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.PrintableText;
import dev.parley.engine.EngineType;
import dev.parley.engine.EngineType.Size;
import dev.parley.engine.Engines;
import dev.parley.services.ServiceType;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An engine as {@code --engines} names it: {@code virtual}, {@code selector:2}, {@code threads:8}.
 *
 * @param text as typed; its name in the table
 * @param size loops or threads; null for the usual
 */
record EngineChoice(
        String text, EngineType engine, @Nullable Integer size) {
    private static final Pattern SHAPE = Pattern.compile("([a-z][a-z0-9-]*)(?::([1-9][0-9]{0,4}))?");

    static EngineChoice parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "invalid engine '" + PrintableText.of(text) + "'; expected selector, or selector:2 for two loops");
        }
        EngineType engine = EngineOptions.named(matcher.group(1));
        String size = matcher.group(2);
        if (size != null && engine.size() == Size.NONE) {
            throw new Failure(
                    ExitCode.USAGE, "'" + text + "': " + engine.name() + " has no size; " + sized() + " have");
        }
        return new EngineChoice(text, engine, size == null ? null : Integer.valueOf(size));
    }

    /** Those that are compared when none is named: all that serve clients side by side and can serve this service. */
    static List<EngineChoice> usual(ServiceType<?, ?> service) {
        return Engines.all().stream()
                .filter(engine -> !engine.oneClientAtATime())
                .filter(engine -> !service.serving().blocking() || engine.size() != Size.LOOPS)
                .map(engine -> new EngineChoice(engine.name(), engine, null))
                .toList();
    }

    /** {@code selector (loops) and threads}. */
    private static String sized() {
        return Engines.all().stream()
                .filter(engine -> engine.size() != Size.NONE)
                .map(engine ->
                        engine.name().equals(unit(engine)) ? unit(engine) : engine.name() + " (" + unit(engine) + ")")
                .collect(Collectors.joining(" and "));
    }

    private static String unit(EngineType engine) {
        return engine.size() == Size.LOOPS ? "loops" : "threads";
    }

    /** The options of {@code serve}. As many threads as clients unless configured: each has one then, as on the other engines. */
    List<String> serveOptions(int clients) {
        List<String> chosen = List.of("--engine", engine.name());
        return switch (engine.size()) {
            case NONE -> chosen;
            case LOOPS -> size == null ? chosen : more(chosen, "--loops", size.toString());
            case THREADS -> {
                String number = Integer.toString(size == null ? clients : size);
                yield more(chosen, "--threads", number, "--max-threads", number);
            }
        };
    }

    private static List<String> more(List<String> options, String... others) {
        return Stream.concat(options.stream(), Stream.of(others)).toList();
    }
}
