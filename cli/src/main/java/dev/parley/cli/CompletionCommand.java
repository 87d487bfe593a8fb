package dev.parley.cli;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        header = {
            "Prints what a shell completes: commands, options and the values of those that have few.",
            "",
            "  source <(parley completion bash)                for this shell; also zsh",
            "  parley completion fish | source",
            "  parley completion bash > ~/.local/share/bash-completion/completions/parley",
            "  parley completion fish > ~/.config/fish/completions/parley.fish",
            "  parley completion zsh > _parley                 in a folder of zsh's fpath",
            ""
        },
        footer = {"", "'parley install' does this."})
final class CompletionCommand implements Callable<Integer> {
    private final Console console;
    private final Commands commands;

    @Parameters(arity = "0..1", paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES} (default: bash)")
    CompletionScript shell = CompletionScript.BASH;

    CompletionCommand(Console console, Commands commands) {
        this.console = console;
        this.commands = commands;
    }

    @Override
    public Integer call() {
        console.print(shell.text(ParsedCommand.program(commands)).stripTrailing());
        return ExitCode.OK;
    }
}
