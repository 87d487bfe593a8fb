package dev.parley.cli.shell;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The words a command was started with, as a result records them. */
public final class TypedCommand {
    private TypedCommand() {}

    /** All words; the name of a command begins with {@code parley}. */
    public static String of(CommandSpec command) {
        List<String> words = new ArrayList<>(List.of(command.name()));
        words.addAll(command.commandLine().getParseResult().originalArgs());
        return String.join(" ", words);
    }
}
