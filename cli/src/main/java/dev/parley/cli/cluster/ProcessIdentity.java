package dev.parley.cli.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process among all that ever have its number.
 *
 * @param began the boot, and when since then, in ticks of the kernel
 * @param suspended whether it was stopped, as with {@code kill -STOP}, and could go on
 */
record ProcessIdentity(long pid, String began, boolean suspended) {
    private static final Path PROC = Path.of("/proc");
    private static final Path BOOT = PROC.resolve("sys/kernel/random/boot_id");
    /** Of /proc/PID/stat, counted behind the name in parentheses; see proc(5), fields 3 and 22. */
    private static final int STATE = 0;

    private static final int START = 19;
    private static final String ENDED = "Z";
    private static final String STOPPED = "T";

    /** The process that has this number; empty when there is none, or it has ended and its parent has not noticed yet. */
    static Optional<ProcessIdentity> of(long pid) throws IOException {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return fields[STATE].equals(ENDED)
                    ? Optional.empty()
                    : Optional.of(new ProcessIdentity(
                            pid, Files.readString(BOOT).strip() + " " + fields[START], fields[STATE].equals(STOPPED)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            if (ProcessHandle.of(pid).isEmpty()) { // it ended while it was read
                return Optional.empty();
            }
            throw e;
        }
    }
}
