package dev.parley.cli.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Notes which process was started. A number that another process has got since is not taken for it. */
record PidFile(Path file) {
    void write(long pid) throws IOException {
        Optional<ProcessIdentity> process = ProcessIdentity.of(pid);
        if (process.isPresent()) {
            Files.writeString(file, pid + "\n" + process.get().began() + "\n");
        }
    }

    /** What was started, if it still runs. */
    Optional<ProcessHandle> running() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2 || !lines.getFirst().matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        long pid = Long.parseLong(lines.getFirst());
        return ProcessIdentity.of(pid)
                .filter(process -> process.began().equals(lines.get(1)))
                .flatMap(process -> ProcessHandle.of(pid));
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
