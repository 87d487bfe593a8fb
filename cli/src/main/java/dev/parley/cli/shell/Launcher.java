package dev.parley.cli.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one Parley starts another: with the script it was started by, so that both get the same JVM and flags.
 *
 * @param script null where there is none: then this JVM's program and class path, with the script's collector
 * @param main the program's entrance
 */
public record Launcher(@Nullable String script, Class<?> main) {
    /** The script puts its own path there. */
    private static final String VARIABLE = "PARLEY_LAUNCHER";

    /** The launcher this process was started by. */
    public static Launcher ofThisProcess(Class<?> main) {
        return new Launcher(System.getenv(VARIABLE), main);
    }

    /** The whole command that starts another Parley with these words. */
    public List<String> command(List<String> words) {
        List<String> command = new ArrayList<>();
        if (script != null && !script.isBlank()) {
            command.add(script);
        } else {
            String java = ProcessHandle.current()
                    .info()
                    .command()
                    .orElse(Path.of(System.getProperty("java.home"), "bin", "java")
                            .toString());
            command.addAll(List.of(
                    java,
                    "-XX:+UseSerialGC",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-cp",
                    System.getProperty("java.class.path"),
                    main.getName()));
        }
        command.addAll(words);
        return command;
    }
}
