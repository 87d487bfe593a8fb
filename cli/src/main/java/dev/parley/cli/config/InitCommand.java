package dev.parley.cli.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Writes an example with every setting; each is a comment, with the value that it has anyway or one that it could have.",
            "",
            "  parley config init parley.toml                  a new file; one that is there is left alone",
            "  parley config init                              to standard output",
            ""
        })
final class InitCommand implements Callable<Integer> {
    static final String EXAMPLE = "parley.toml";

    private final Console console;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "the file to make (default: standard output)")
    @Nullable
    Path path;

    InitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        String example = example();
        if (path == null) {
            console.print(example.stripTrailing());
            return ExitCode.OK;
        }
        try {
            Files.writeString(path, example, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new Failure(ExitCode.FAILED, path + " is there already, and is left as it is");
        }
        console.print("Wrote " + path + "; parley serve --config " + path + " uses it");
        return ExitCode.OK;
    }

    static String example() throws IOException {
        try (InputStream in = InitCommand.class.getResourceAsStream(EXAMPLE)) {
            if (in == null) {
                throw new IllegalStateException(EXAMPLE + " is not in this program");
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
