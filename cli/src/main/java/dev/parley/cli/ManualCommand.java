package dev.parley.cli;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "manual",
        mixinStandardHelpOptions = true,
        header = {
            "Prints the manual page of Parley or of one command, or writes all of them.",
            "",
            "  parley manual queue purge | man -l -            read one",
            "  parley manual --all ~/.local/share/man/man1     for man parley, man parley-queue-purge",
            ""
        },
        footer = {"", "'parley install' does this."})
final class ManualCommand implements Callable<Integer> {
    private final Console console;
    private final Commands commands;

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "its words (default: the page of Parley)")
    List<String> words = List.of();

    @Option(names = "--all", paramLabel = "DIR", description = "write every page into this folder")
    @Nullable
    Path folder;

    ManualCommand(Console console, Commands commands) {
        this.console = console;
        this.commands = commands;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> pages = ManualPage.all(commands);
        if (folder == null) {
            console.print(named(pages).stripTrailing());
            return ExitCode.OK;
        }
        if (!words.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "--all writes every page; leave out the command");
        }
        Files.createDirectories(folder);
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Files.writeString(folder.resolve(page.getKey() + ".1"), page.getValue());
        }
        return ExitCode.OK;
    }

    private String named(Map<String, String> pages) {
        String name = words.isEmpty() ? "parley" : "parley-" + String.join("-", words);
        String page = pages.get(name);
        if (page == null) {
            throw new Failure(
                    ExitCode.USAGE, "there is no command '" + PrintableText.of(String.join(" ", words)) + "'");
        }
        return page;
    }
}
