package dev.parley.cli;

import dev.parley.cli.shell.ListsMore;
import dev.parley.cli.shell.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual pages, in the form that {@code man} reads: of the program, and of each command from what its help is made of. */
final class ManualPage {
    private static final String PROGRAM = "parley";

    private final Roff page = new Roff();

    private ManualPage() {}

    /** Every page by its name: {@code parley}, {@code parley-queue-purge}. */
    static Map<String, String> all(Commands commands) {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put(PROGRAM, program());
        for (String name : Commands.about().keySet()) {
            add(pages, ParsedCommand.model(name, commands.required(name)));
        }
        return pages;
    }

    private static void add(Map<String, String> pages, CommandLine command) {
        pages.put(name(command), new ManualPage().command(command));
        command.getSubcommands().values().forEach(subcommand -> add(pages, subcommand));
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName().replace(' ', '-');
    }

    private static String program() {
        Roff page = new Roff();
        page.title(PROGRAM, Version.text());
        page.section("NAME").words(PROGRAM, "serve, talk, queue and measure messages over TCP, UDP and Unix sockets");
        page.section("SYNOPSIS").asWritten(List.of(PROGRAM + " COMMAND [ENDPOINT] [OPTION...]"));
        page.section("DESCRIPTION").asWritten(HelpText.text().lines().toList());
        return page.section("SEE ALSO")
                .references(Commands.about().keySet().stream()
                        .map(name -> PROGRAM + "-" + name)
                        .toList())
                .text();
    }

    private String command(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        page.title(name(command), Version.text());
        page.section("NAME").words(name(command), about(command));
        page.section("SYNOPSIS")
                .asWritten(command.getHelp()
                        .synopsis(0)
                        .replaceAll("\u001b.*?m", "")
                        .lines()
                        .toList());
        List<String> header = formatted(spec.usageMessage().header());
        page.section("DESCRIPTION").paragraph(header.getFirst());
        page.asWritten(header.subList(1, header.size()));
        arguments(command);
        subcommands(command);
        List<String> notes = new ArrayList<>(formatted(spec.usageMessage().footer()));
        if (spec.userObject() instanceof ListsMore lists) {
            notes.addAll(lists.more());
        }
        if (!notes.isEmpty()) {
            page.section("NOTES").asWritten(notes);
        }
        return page.section("SEE ALSO").references(seeAlso(command)).text();
    }

    private void arguments(CommandLine command) {
        page.section("OPTIONS");
        for (ArgSpec positional : command.getCommandSpec().positionalParameters()) {
            page.entry("", label(command, positional), oneLine(positional));
        }
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                page.entry(String.join(", ", option.names()), label(command, option), oneLine(option));
            }
        }
    }

    private void subcommands(CommandLine command) {
        if (command.getSubcommands().isEmpty()) {
            return;
        }
        page.section("COMMANDS");
        command.getSubcommands().forEach((name, subcommand) -> page.entry(name, "", about(subcommand)));
    }

    private static List<String> seeAlso(CommandLine command) {
        String name = name(command);
        List<String> pages = new ArrayList<>(List.of(name.substring(0, name.lastIndexOf('-'))));
        command.getSubcommands().values().forEach(subcommand -> pages.add(name(subcommand)));
        return pages;
    }

    private static String label(CommandLine command, ArgSpec argument) {
        return command.getHelp()
                .parameterLabelRenderer()
                .renderParameterLabel(argument, Ansi.OFF, List.of())
                .toString();
    }

    /** What a command is for, as a phrase. */
    static String about(CommandLine command) {
        String sentence =
                formatted(command.getCommandSpec().usageMessage().header()).getFirst();
        String phrase = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        return phrase.substring(0, 1).toLowerCase(Locale.ROOT) + phrase.substring(1);
    }

    /** What an option or a parameter is for. */
    static String oneLine(ArgSpec argument) {
        return String.join(" ", formatted(argument.description()));
    }

    /** Descriptions are formats. */
    private static List<String> formatted(String... lines) {
        return Arrays.stream(lines).map(line -> line.replace("%%", "%")).collect(Collectors.toList());
    }
}
