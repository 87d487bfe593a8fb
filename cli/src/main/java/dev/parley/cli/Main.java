package dev.parley.cli;

import dev.parley.cli.compare.CompareCommand;
import dev.parley.cli.doctor.DoctorCommand;
import dev.parley.cli.load.LoadCommand;
import dev.parley.cli.report.ReportCommand;
import dev.parley.cli.serve.ServeCommand;
import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.Failures;
import dev.parley.cli.shell.Launcher;
import dev.parley.cli.shell.ListsMore;
import dev.parley.cli.shell.LostOutput;
import dev.parley.cli.shell.PluginFolder;
import dev.parley.cli.shell.Suggestions;
import dev.parley.cli.shell.TextTable;
import dev.parley.cli.shell.Version;
import dev.parley.cli.talk.GetCommand;
import dev.parley.cli.talk.PingCommand;
import dev.parley.cli.talk.PutCommand;
import dev.parley.cli.talk.SendCommand;
import dev.parley.cli.talk.StopCommand;
import dev.parley.cli.talk.TimeCommand;
import dev.parley.core.PluginException;
import dev.parley.core.PrintableText;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/**
 * The parley command. It looks at the first word itself and lets picocli build only the command that was named:
 * building the model of all of them is a large part of a short command's time.
 */
public final class Main {
    private record Entry(String about, Function<Console, Callable<Integer>> command) {}

    private static final int HELP_COLUMNS = 110;
    private static final Map<String, Entry> COMMANDS = commands();

    private Main() {}

    private static Map<String, Entry> commands() {
        Map<String, Entry> commands = new LinkedHashMap<>();
        commands.put("serve", new Entry("serve one or more services", ServeCommand::new));
        commands.put("send", new Entry("send messages, print the replies", SendCommand::new));
        commands.put("put", new Entry("store files or standard input in a queue", PutCommand::new));
        commands.put("get", new Entry("fetch the oldest message of a queue", GetCommand::new));
        commands.put("ping", new Entry("ping with many clients at once", PingCommand::new));
        commands.put("time", new Entry("send UUIDs to a timer, one at a time", TimeCommand::new));
        commands.put("stop", new Entry("stop a server that allows it", StopCommand::new));
        commands.put("load", new Entry("send on a schedule, measure honestly", LoadCommand::new));
        commands.put(
                "compare",
                new Entry(
                        "the same load on every engine, side by side",
                        console -> new CompareCommand(console, Launcher.ofThisProcess(Main.class))));
        commands.put("report", new Entry("merge results of load, compare them", ReportCommand::new));
        commands.put("doctor", new Entry("what this host allows, and what limits a measurement", DoctorCommand::new));
        commands.put(
                "demo",
                new Entry("everything once, in less than a minute", console -> new DemoCommand(console, Main::run)));
        commands.put("version", new Entry("which Parley this is", VersionCommand::new));
        return commands;
    }

    /** The program. */
    public static void main(String[] arguments) {
        int exitCode = run(Console.ofProcess(), arguments);
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
                console.print(help());
                yield arguments.length == 0 ? ExitCode.USAGE : ExitCode.OK;
            }
            case "help" ->
                arguments.length > 1 ? dispatch(console, arguments[1], "--help") : dispatch(console, "--help");
            case "--version", "-V" -> {
                console.print(Version.line());
                yield ExitCode.OK;
            }
            default -> runCommand(console, first, arguments);
        };
    }

    private static int runCommand(Console console, String name, String[] arguments) {
        Entry entry = COMMANDS.get(name);
        if (entry == null) {
            console.say("parley: there is no command '" + PrintableText.of(name) + "'"
                    + Suggestions.hint(name, COMMANDS.keySet()));
            return ExitCode.USAGE;
        }
        Callable<Integer> command = entry.command().apply(console);
        CommandLine line = new CommandLine(command);
        line.setCommandName("parley " + name);
        line.getCommandSpec().version(Version.line());
        line.setUsageHelpWidth(HELP_COLUMNS);
        line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExpandAtFiles(false); // '@file' is a message like any other
        line.setParameterExceptionHandler((failure, words) -> usageError(console, failure));
        if (command instanceof ListsMore lists) {
            line.getHelpSectionMap()
                    .put(
                            UsageMessageSpec.SECTION_KEY_FOOTER,
                            help -> help.footer() + String.join("\n", lists.more()) + "\n");
        }
        line.setExecutionExceptionHandler((failure, ignored, parsed) -> failed(console, name, failure));
        try {
            PluginFolder.check(command instanceof ListsMore);
            return line.execute(Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (PluginException | Failure e) { // what is on the class path cannot be used
            return failed(console, name, e);
        } catch (OutOfMemoryError | StackOverflowError e) {
            return failed(console, name, e);
        }
    }

    /** Picocli hands an {@link Error} on in an exception of its own. */
    private static int failed(Console console, String name, Throwable failure) {
        Throwable cause =
                failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        console.say("parley " + name + ": " + Failures.line(cause));
        return Failures.exitCode(cause);
    }

    private static int usageError(Console console, ParameterException failure) {
        String name = failure.getCommandLine().getCommandName();
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

    /** Picocli names an option by its longest name; users know it by the first that is a word. */
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

    private static String help() {
        StringBuilder text = new StringBuilder("""
                Parley serves messages over TCP and UDP, talks to such servers, and keeps messages in a queue.

                  parley demo                                     everything once, in less than a minute
                  parley serve reverse                            a server on 127.0.0.1:8080
                  parley send reverse 'Hello, world'              dlrow ,olleH
                  parley serve queue://:55556 pong+udp://:8000    two services, TCP and UDP
                  parley load reverse --rate 5000                 response times at 5,000 requests a second
                  parley put queue note.txt && parley get queue   store a file, fetch it

                Commands (each has --help):
                """);
        TextTable.of(TextTable.left("", 8), TextTable.left("", 0))
                .indentedBy(2)
                .lines(COMMANDS.entrySet().stream()
                        .map(entry -> List.of(entry.getKey(), entry.getValue().about()))
                        .toList())
                .forEach(line -> text.append(line).append('\n'));
        return text.append("""

                An endpoint is written service[+transport]://host:port; what is left out is the service's default.
                Durations are written 250ms, 0.5s or 1m30s, sizes 64, 1KiB or 64MB, rates 5000 or 5k.
                Exit codes: 0 ok, 1 failed, 2 usage, 69 no server or port taken, 74 cannot write, 77 no permission,
                78 configuration, 99 a --fail-if of load or a --regression of report, 141 standard output closed.""").toString();
    }
}
