package dev.parley.cli.queue;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.PrintableText;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Whether a program can be run, before the first message is taken for it. */
final class ProgramSearch {
    private ProgramSearch() {}

    /**
     * Looks for it as a shell does.
     *
     * @param path the folders to look in, as {@code PATH} has them
     * @throws Failure when there is none
     */
    static void require(String program, String path) {
        boolean found = program.contains(File.separator)
                ? isProgram(Path.of(program))
                : Arrays.stream(path.split(File.pathSeparator, -1))
                        .anyMatch(folder -> isProgram(Path.of(folder, program)));
        if (!found) {
            throw new Failure(
                    ExitCode.USAGE,
                    "there is no program '" + PrintableText.of(program) + "'"
                            + (program.contains(File.separator) ? "" : " on the PATH"));
        }
    }

    private static boolean isProgram(Path file) {
        return Files.isExecutable(file) && !Files.isDirectory(file);
    }
}
