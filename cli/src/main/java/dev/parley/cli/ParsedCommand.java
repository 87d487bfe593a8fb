package dev.parley.cli;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failures;
import dev.parley.cli.shell.HasSubcommands;
import dev.parley.cli.shell.ListsMore;
import dev.parley.cli.shell.Version;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/** A command whose options picocli reads; the model is built of this command only. */
final class ParsedCommand {
    private static final int MOST_HELP_COLUMNS = 110;
    private static final int LEAST_HELP_COLUMNS = 60;
    private static final String PROGRAM = "parley ";

    private ParsedCommand() {}

    /**
     * Reads the words and runs the command.
     *
     * @return its exit code, or that of a usage error, which is then said
     */
    static int run(Console console, String name, Callable<Integer> command, String... words) {
        CommandLine line = model(name, command);
        line.getCommandSpec().version(Version.line());
        line.getSubcommands().values().forEach(sub -> sub.getCommandSpec().version(Version.line()));
        if (Arrays.asList(words).contains("--help") || Arrays.asList(words).contains("-h")) {
            int columns = console.columns();
            if (columns > 0) {
                line.setUsageHelpWidth(Math.clamp(columns, LEAST_HELP_COLUMNS, MOST_HELP_COLUMNS));
            }
        }
        line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExpandAtFiles(false); // '@file' is a message like any other
        line.setParameterExceptionHandler((failure, typed) -> usageError(console, failure));
        line.setExecutionExceptionHandler(
                (failure, failed, parsed) -> Failures.report(console, name(failed), cause(failure)));
        return line.execute(words);
    }

    /** The program with all its commands. */
    static CommandLine program(Commands commands) {
        CommandLine program = new CommandLine(CommandSpec.create().name("parley"));
        for (String name : Commands.about().keySet()) {
            program.addSubcommand(name, model(name, commands.required(name)));
        }
        return program;
    }

    /** The command with its options, as its help shows it. */
    static CommandLine model(String name, Callable<Integer> command) {
        CommandLine line = new CommandLine(command);
        line.setCommandName(PROGRAM + name);
        if (command instanceof HasSubcommands parts) {
            parts.subcommands().forEach((part, subcommand) -> line.addSubcommand(part, new CommandLine(subcommand)));
        }
        line.setUsageHelpWidth(MOST_HELP_COLUMNS);
        if (command instanceof ListsMore lists) {
            line.getHelpSectionMap()
                    .put(
                            UsageMessageSpec.SECTION_KEY_FOOTER,
                            help -> help.footer() + String.join("\n", lists.more()) + "\n");
        }
        return line;
    }

    /** Picocli hands an {@link Error} on in an exception of its own. */
    private static Throwable cause(Exception failure) {
        return failure instanceof CommandLine.ExecutionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    /** As it is typed, without the program's: {@code queue purge}. */
    private static String name(CommandLine line) {
        return line.getCommandSpec().qualifiedName().substring(PROGRAM.length());
    }

    private static int usageError(Console console, ParameterException failure) {
        String name = failure.getCommandLine().getCommandSpec().qualifiedName();
        console.say(name + ": " + firstLine(failure));
        StringWriter suggestions = new StringWriter();
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, new PrintWriter(suggestions, true));
        if (suggestions.toString().isBlank()) {
            console.say("Try '" + name + " --help'.");
        } else {
            console.say(suggestions.toString().strip());
        }
        return ExitCode.USAGE;
    }

    /** Picocli names an option by its longest name; people know it by the first that is a word. */
    private static String firstLine(ParameterException failure) {
        String line = String.valueOf(failure.getMessage()).lines().findFirst().orElse("bad usage");
        return failure.getArgSpec() instanceof OptionSpec option
                ? line.replace("'" + option.longestName() + "'", "'" + word(option) + "'")
                : line;
    }

    private static String word(OptionSpec option) {
        return Arrays.stream(option.names())
                .filter(name -> name.startsWith("--"))
                .findFirst()
                .orElse(option.names()[0]);
    }
}
