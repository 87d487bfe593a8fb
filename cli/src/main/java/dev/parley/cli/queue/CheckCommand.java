package dev.parley.cli.queue;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.JsonOption;
import dev.parley.cli.shell.TextTable;
import dev.parley.core.PrintableText;
import dev.parley.queue.MessageCounts;
import dev.parley.queue.sqlite.StoreFiles;
import dev.parley.queue.sqlite.StoreReport;
import dev.parley.result.NumberText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Reads a store's file, says what it holds, and whether all of it is what was put.",
            "",
            "  parley queue check jobs.db                      exit code 1 when anything is damaged",
            "  parley queue check jobs.db --repair new.db      copies what is intact into a new store",
            ""
        },
        footer = {"", "The store must not be open in a server. --repair leaves the old file and its log as they are."})
final class CheckCommand implements Callable<Integer> {
    private static final int MOST_NAMED = 20;
    private static final TextTable TUBES = TextTable.of(
            TextTable.left("tube", 12),
            TextTable.right("ready", 9).after(2),
            TextTable.right("delayed", 9).after(2),
            TextTable.right("buried", 9).after(2));

    private final Console console;

    @Mixin
    StoreArgument store = new StoreArgument();

    @Option(names = "--repair", paramLabel = "NEWFILE", description = "a store to make, of what is intact")
    @Nullable
    Path repaired;

    @Mixin
    JsonOption json = new JsonOption();

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path target = repaired;
        StoreReport report =
                store.use(file -> target == null ? StoreFiles.check(file) : StoreFiles.salvage(file, target));
        if (json.enabled()) {
            console.print(QueueLine.of(QueueLine.Checked.of(store.name, report)));
            new TreeMap<>(report.tubes())
                    .forEach((tube, counts) -> console.print(QueueLine.of(QueueLine.Contents.of(tube, counts))));
        } else {
            print(report, target);
        }
        return report.sound() || (target != null && report.intact() > 0) ? ExitCode.OK : ExitCode.FAILED;
    }

    private void print(StoreReport report, @Nullable Path target) {
        console.print(PrintableText.of(store.name) + ": " + NumberText.count(report.intact(), "message") + ", "
                + NumberText.count(report.bytes(), "byte") + (report.sound() ? ", all intact" : " intact"));
        report.findings().forEach(finding -> console.print("damaged: " + PrintableText.of(finding)));
        if (!report.damaged().isEmpty()) {
            String some = report.damaged().stream()
                    .limit(MOST_NAMED)
                    .map(String::valueOf)
                    .collect(Collectors.joining(", "));
            console.print("damaged: " + NumberText.count(report.damaged().size(), "message") + ": " + some
                    + (report.damaged().size() > MOST_NAMED ? ", ..." : ""));
        }
        if (!report.tubes().isEmpty()) {
            List<List<String>> rows = new TreeMap<>(report.tubes())
                    .entrySet().stream().map(CheckCommand::row).toList();
            TUBES.lines(rows, console.columns()).forEach(console::print);
        }
        if (target != null) {
            console.print("repaired: " + NumberText.count(report.intact(), "message") + " in " + target);
        } else if (!report.sound()) {
            console.print("'parley queue check " + PrintableText.of(store.name)
                    + " --repair NEWFILE' copies what is intact into a new store");
        }
    }

    private static List<String> row(Map.Entry<String, MessageCounts> tube) {
        MessageCounts counts = tube.getValue();
        return List.of(
                PrintableText.of(tube.getKey()),
                Long.toString(counts.ready()),
                Long.toString(counts.delayed()),
                Long.toString(counts.buried()));
    }
}
