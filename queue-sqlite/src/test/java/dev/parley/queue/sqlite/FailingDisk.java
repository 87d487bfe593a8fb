package dev.parley.queue.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Has system calls on one file fail, by strace: what stands before the command of a process. */
final class FailingDisk {
    private FailingDisk() {}

    /**
     * A process whose calls fail.
     *
     * @param call such as {@code fsync}
     * @param error such as {@code EIO}
     * @param when which of them: {@code 3} the third, {@code 3+} from there on, {@code 3..5} three of them
     */
    static List<String> on(Path file, String call, String error, String when) {
        return List.of(
                "strace",
                "-f",
                "-qq",
                "--seccomp-bpf",
                "-o",
                "/dev/null",
                "-e",
                "trace=" + call,
                "-e",
                "inject=" + call + ":error=" + error + ":when=" + when,
                "-P",
                file.toString());
    }

    /** Whether this machine lets it; a reason is printed when not. */
    static boolean isPossible() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "true")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean possible = process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
            if (!possible) {
                System.out.println("skipped: strace may not trace here");
            }
            return possible;
        } catch (IOException e) {
            System.out.println("skipped: no strace (apt-get install strace)");
            return false;
        }
    }
}
