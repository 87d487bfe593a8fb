package dev.parley.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What bash completes: commands, options and the values of those that have few. For {@code source <(parley completion)}. */
final class CompletionScript {
    private CompletionScript() {}

    static String text(Commands commands) {
        CommandLine parley = new CommandLine(CommandSpec.create().name("parley"));
        for (String name : Commands.about().keySet()) {
            parley.addSubcommand(name, ParsedCommand.model(name, commands.required(name)));
        }
        return AutoComplete.bash("parley", parley);
    }
}
