package dev.parley.cli.cluster;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {"Stops what runs of a laboratory; what is stored stays.", "", "  parley cluster down lab", ""},
        footer = {
            "",
            "Parley's servers drain, the databases are shut down in order; what does not end within a minute is killed.",
            "Only what 'up' has started is touched."
        })
final class DownCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    DirectoryArgument argument = new DirectoryArgument();

    DownCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Laboratory laboratory = argument.open();
        if (new Shutdown(laboratory, console).run() == 0) {
            console.say("nothing runs of the laboratory in " + laboratory.directory());
        }
        return ExitCode.OK;
    }
}
