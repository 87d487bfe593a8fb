package dev.parley.cli;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failures;
import dev.parley.cli.shell.ListsMore;
import dev.parley.cli.shell.LostOutput;
import dev.parley.cli.shell.PlainWords;
import dev.parley.cli.shell.PluginFolder;
import dev.parley.cli.shell.Suggestions;
import dev.parley.cli.shell.Version;
import dev.parley.core.PrintableText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * The parley command. It looks at the first word itself and makes only the command that was named; a short command without
 * options is run as it is, without the parser, whose model is a large part of its time.
 */
public final class Main {
    private static final Set<String> LEAVE_NO_THREADS = Set.of("send", "put", "get");

    private Main() {}

    /** The program. */
    public static void main(String[] arguments) {
        int exitCode = run(Console.ofProcess(), arguments);
        if (exitCode == ExitCode.OK && arguments.length > 0 && LEAVE_NO_THREADS.contains(arguments[0])) {
            return; // exit() loads all of logging, to log that it was called
        }
        // Halt would lose what a log appender still holds; a server's threads must not keep the process.
        System.exit(exitCode);
    }

    /** One command, from its words to its exit code. */
    public static int run(Console console, String... arguments) {
        int exitCode = dispatch(console, arguments);
        return exitCode == ExitCode.OK ? LostOutput.exitCode(console, arguments) : exitCode;
    }

    private static int dispatch(Console console, String... arguments) {
        String first = arguments.length == 0 ? "--help" : arguments[0];
        return switch (first) {
            case "--help", "-h" -> {
                console.print(HelpText.text());
                yield arguments.length == 0 ? ExitCode.USAGE : ExitCode.OK;
            }
            case "help" -> {
                List<String> words = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
                words.add("--help");
                yield dispatch(console, words.toArray(String[]::new));
            }
            case "--version", "-V" -> {
                console.print(Version.line());
                yield ExitCode.OK;
            }
            default -> runCommand(console, first, arguments);
        };
    }

    private static int runCommand(Console console, String name, String[] arguments) {
        Callable<Integer> command = commands(console).named(name);
        if (command == null) {
            console.say("parley: there is no command '" + PrintableText.of(name) + "'"
                    + Suggestions.hint(name, Commands.about().keySet()));
            return ExitCode.USAGE;
        }
        String[] words = Arrays.copyOfRange(arguments, 1, arguments.length);
        try {
            PluginFolder.check(command instanceof ListsMore);
            return command instanceof PlainWords plain && isPlain(words) && plain.takes(List.of(words))
                    ? command.call()
                    : ParsedCommand.run(console, name, command, words);
        } catch (Exception | OutOfMemoryError | StackOverflowError e) {
            return Failures.report(console, name, e);
        }
    }

    private static boolean isPlain(String... words) {
        for (String word : words) {
            if (word.startsWith("-")) {
                return false;
            }
        }
        return true;
    }

    private static Commands commands(Console console) {
        return new Commands(console, Main.class, Main::run);
    }
}
