package dev.parley.cli.queue;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.queue.sqlite.StoreFiles;
import dev.parley.queue.sqlite.StoreReport;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Writes the messages of a store's file to standard output, a JSON object a line, in their order.",
            "",
            "  parley queue export jobs.db > jobs.jsonl",
            "  parley queue export jobs.db | jq -r 'select(.tube == \"mail\").message.text'",
            ""
        },
        footer = {
            "",
            "The messages stay in the store, which must not be open in a server. A message that is not UTF-8 has 'base64'",
            "instead of 'text'. Damaged messages are left out, and said; the exit code is 1 then."
        })
final class ExportCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    StoreArgument store = new StoreArgument();

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Instant now = Instant.now();
        StoreReport report = store.use(file ->
                StoreFiles.read(file, message -> console.print(QueueLine.of(SavedMessage.of(message, now)))));
        if (!report.sound()) {
            throw new Failure(
                    ExitCode.FAILED,
                    "the store is damaged: 'parley queue check " + store.name + "' says how; " + report.intact()
                            + " messages were exported");
        }
        return ExitCode.OK;
    }
}
