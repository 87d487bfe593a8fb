package dev.parley.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one Parley starts another: with the launcher it was started by, so that both get the same JVM and flags. */
final class Launcher {
    /** The launcher puts its own path there. */
    private static final String VARIABLE = "PARLEY_LAUNCHER";

    private Launcher() {}

    static List<String> command(List<String> words) {
        return command(System.getenv(VARIABLE), words);
    }

    /** @param launcher null where there is none: then this JVM's program and class path, with the launcher's collector */
    static List<String> command(@Nullable String launcher, List<String> words) {
        List<String> command = new ArrayList<>();
        if (launcher != null && !launcher.isBlank()) {
            command.add(launcher);
        } else {
            String java = ProcessHandle.current()
                    .info()
                    .command()
                    .orElse(Path.of(System.getProperty("java.home"), "bin", "java")
                            .toString());
            command.addAll(List.of(
                    java, "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        }
        command.addAll(words);
        return command;
    }
}
