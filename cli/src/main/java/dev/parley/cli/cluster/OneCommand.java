package dev.parley.cli.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What became of a short command.
 *
 * @param output of both kinds
 */
record OneCommand(int exitCode, String output) {
    /** Runs it to its end, which has to come soon. */
    static OneCommand run(List<String> words) throws IOException {
        Process process = new ProcessBuilder(words)
                .directory(new File("/")) // another user may not be allowed to be where we are
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return new OneCommand(process.onExit().join().exitValue(), output);
    }
}
