package dev.parley.cli.cluster;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.TextTable;
import dev.parley.result.JsonDocument;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Shows what runs of a laboratory, and which database is the primary.",
            "",
            "  parley cluster status lab",
            "  parley cluster status lab --json                one object, for programs (docs/json-lines.md)",
            ""
        },
        footer = {"", "Exit code 1 when something does not run, or does not do what it should."})
final class StatusCommand implements Callable<Integer> {
    private static final TextTable TABLE = TextTable.of(
            TextTable.left("name", 9),
            TextTable.right("port", 5).after(2),
            TextTable.right("pid", 7).after(2),
            TextTable.left("state", 0).after(2));

    private final Console console;

    @Mixin
    DirectoryArgument argument = new DirectoryArgument();

    @Option(
            names = {"-j", "--json"},
            description = "one object for the whole laboratory (docs/json-lines.md)")
    boolean json;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Laboratory laboratory = argument.open();
        List<LaboratoryStatus.Row> rows = LaboratoryStatus.of(laboratory);
        if (json) {
            console.print(JsonDocument.line(StatusDocument.of(laboratory, rows)));
        } else {
            TABLE.lines(rows.stream().map(StatusCommand::cells).toList()).forEach(console::print);
        }
        return rows.stream().allMatch(LaboratoryStatus.Row::isWell) ? ExitCode.OK : ExitCode.FAILED;
    }

    private static List<String> cells(LaboratoryStatus.Row row) {
        return List.of(
                row.name(),
                Integer.toString(row.port()),
                row.pid().map(pid -> Long.toString(pid)).orElse("-"),
                row.state());
    }
}
