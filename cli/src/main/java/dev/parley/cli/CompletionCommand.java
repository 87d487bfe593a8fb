package dev.parley.cli;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        header = {
            "Prints what bash completes: commands, options and the values of those that have few.",
            "",
            "  source <(parley completion)                     for this shell",
            "  parley completion > ~/.local/share/bash-completion/completions/parley",
            ""
        },
        footer = {"", "'parley install' does this."})
final class CompletionCommand implements Callable<Integer> {
    private final Console console;
    private final Commands commands;

    CompletionCommand(Console console, Commands commands) {
        this.console = console;
        this.commands = commands;
    }

    @Override
    public Integer call() {
        console.print(CompletionScript.text(commands));
        return ExitCode.OK;
    }
}
