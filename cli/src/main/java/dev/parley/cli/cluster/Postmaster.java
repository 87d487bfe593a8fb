package dev.parley.cli.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The first process of a PostgreSQL server. Patroni starts it, and leaves it running when Patroni itself is killed.
 *
 * @param data its folder
 */
record Postmaster(Path data) {
    /** If it runs. Another process that has its number now is not taken for it. */
    Optional<ProcessHandle> running() throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.getFirst().matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst())).filter(this::isOfThisData);
    }

    private boolean isOfThisData(ProcessHandle process) {
        try {
            List<String> words =
                    Arrays.asList(Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                            .split("\0", -1));
            return words.contains(data.toString());
        } catch (IOException _) {
            return false; // it has ended
        }
    }

    /** Whether it follows another one, or would. */
    boolean isStandby() {
        return Files.exists(data.resolve("standby.signal"));
    }
}
