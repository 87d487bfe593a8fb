package dev.parley.cli.cluster;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Starts a process that lives on when this command ends, when its terminal is closed, and when Ctrl-C is pressed there: in a session of
 * its own.
 */
final class Background {
    /** What somebody else's settings of the same programs begin with. */
    private static final Set<String> OTHERS = Set.of("PG", "PATRONI_", "ETCD_");

    private Background() {}

    /**
     * Starts it, and notes its number.
     *
     * @param log what it says is appended there
     */
    static void start(Part part, PidFile pidFile, Path log) throws IOException {
        List<String> words = new ArrayList<>(List.of("setsid")); // becomes what it starts: the number stays the same
        words.addAll(part.account().running(part.command()));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(new File("/"))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> OTHERS.stream().anyMatch(name::startsWith));
        builder.environment().putAll(part.environment());
        pidFile.write(builder.start().pid());
    }
}
