package dev.parley.cli.queue;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.InputFile;
import dev.parley.queue.StoreException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The file of a store that no server has open. */
final class StoreArgument {
    private static final String KIND = "sqlite:";

    @Parameters(index = "0", paramLabel = "FILE", description = "a store's file, of serve --store sqlite:FILE")
    String name = "";

    /** What is done with the file. */
    interface Use<T> {
        T of(Path file) throws IOException;
    }

    /** Does this with the file. Its failures are those of the command. */
    <T> T use(Use<T> use) {
        String file = name.startsWith(KIND) ? name.substring(KIND.length()) : name;
        try {
            return use.of(Path.of(file));
        } catch (StoreException e) {
            throw new Failure(ExitCode.FAILED, e.reason());
        } catch (IOException | InvalidPathException e) {
            throw InputFile.unreadable(file, e);
        }
    }
}
