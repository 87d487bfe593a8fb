package dev.parley.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What fish completes: a line for each command and option, under the condition that its command has been typed. */
final class FishCompletion {
    /** {@code __parley_in queue purge}: this command was typed; {@code __parley_after queue}: it was, and no word behind it. */
    private static final String CONDITIONS = """
            # Completion of parley for fish, made by 'parley completion fish'.
            function __parley_in
                set -l typed (commandline -opc)[2..-1]
                set -l words (count $argv)
                test (count $typed) -ge $words; and test "$typed[1..$words]" = "$argv"
            end
            function __parley_after
                set -l typed (commandline -opc)[2..-1]
                test "$typed" = "$argv"
            end
            complete -c parley -f -n '__parley_after'
            """;

    private static final Pattern FILES = Pattern.compile("FILE|DIR");

    private final StringBuilder script = new StringBuilder(CONDITIONS);

    private FishCompletion() {}

    static String text(CommandLine program) {
        FishCompletion completion = new FishCompletion();
        completion.subcommands(program, List.of());
        return completion.script.toString();
    }

    private void subcommands(CommandLine command, List<String> words) {
        command.getSubcommands().forEach((name, subcommand) -> {
            line("__parley_after", words, " -a " + quoted(name) + description(ManualPage.about(subcommand)));
            List<String> path = new ArrayList<>(words);
            path.add(name);
            options(subcommand, path);
            subcommands(subcommand, path);
        });
    }

    private void options(CommandLine command, List<String> words) {
        List<? extends ArgSpec> positional = command.getCommandSpec().positionalParameters();
        if (positional.stream().noneMatch(FishCompletion::isFile)) {
            line("__parley_in", words, " -f");
        }
        for (ArgSpec parameter : positional) {
            if (parameter.completionCandidates() != null) {
                line("__parley_in", words, values(parameter));
            }
        }
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                option(option, words);
            }
        }
    }

    private void option(OptionSpec option, List<String> words) {
        StringBuilder rest = new StringBuilder();
        for (String name : option.names()) {
            rest.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (option.arity().max() > 0) {
            rest.append(isFile(option) ? " -r -F" : " -x").append(values(option));
        }
        line("__parley_in", words, rest + description(ManualPage.oneLine(option)));
    }

    private void line(String condition, List<String> words, String rest) {
        script.append("complete -c parley -n ")
                .append(quoted((condition + " " + String.join(" ", words)).strip()))
                .append(rest)
                .append('\n');
    }

    private static String values(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        return candidates == null ? "" : " -a " + quoted(String.join(" ", candidates));
    }

    private static boolean isFile(ArgSpec argument) {
        return FILES.matcher(argument.paramLabel().toUpperCase(Locale.ROOT)).find();
    }

    private static String description(String text) {
        return text.isEmpty() ? "" : " -d " + quoted(text);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
