package dev.parley.cli.config;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.result.NumberText;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Says whether serve could use a file: a line with file, line and column for each thing that it could not.",
            "",
            "  parley config check parley.toml                 exit code 78 when it could not",
            ""
        },
        footer = {"", "It opens no port and no store."})
final class CheckCommand implements Callable<Integer> {
    private final Console console;
    private final Supplier<ConfigCommand.Configured> serve;

    @Parameters(paramLabel = "FILE", description = "settings, in TOML")
    Path path = Path.of("");

    CheckCommand(Console console, Supplier<ConfigCommand.Configured> serve) {
        this.console = console;
        this.serve = serve;
    }

    @Override
    public Integer call() {
        Settings settings = Settings.read(path, Map.of());
        settings.requireValues(new CommandLine(serve.get()).setOverwrittenOptionsAllowed(true));
        requireTogether(settings);
        int count = settings.file().settings().size()
                + settings.file().endpoints().stream()
                        .mapToInt(endpoint -> endpoint.settings().size())
                        .sum();
        console.print(path + ": " + NumberText.count(count, "setting") + ", "
                + NumberText.count(settings.file().endpoints().size(), "endpoint") + ", as serve can use them");
        return ExitCode.OK;
    }

    /** What does not go together is the file's fault, and not that of who typed the command. */
    private void requireTogether(Settings settings) {
        try {
            serve.get().check(settings);
        } catch (Failure e) {
            throw e.exitCode() == ExitCode.USAGE
                    ? new Failure(ExitCode.BAD_CONFIGURATION, path + ": " + e.getMessage())
                    : e;
        }
    }
}
