package dev.parley.cli;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "manual",
        mixinStandardHelpOptions = true,
        header = {
            "Prints the help of all commands as one manual page.",
            "",
            "  parley manual | man -l -                        read it",
            "  parley manual > ~/.local/share/man/man1/parley.1",
            ""
        },
        footer = {"", "'parley install' does this."})
final class ManualCommand implements Callable<Integer> {
    private final Console console;
    private final Commands commands;

    ManualCommand(Console console, Commands commands) {
        this.console = console;
        this.commands = commands;
    }

    @Override
    public Integer call() {
        console.print(ManualPage.text(commands));
        return ExitCode.OK;
    }
}
