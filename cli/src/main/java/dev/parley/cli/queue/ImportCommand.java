package dev.parley.cli.queue;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.PrintableText;
import dev.parley.queue.Acknowledgement;
import dev.parley.queue.Holder;
import dev.parley.queue.MessageStore;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreLimits;
import dev.parley.queue.sqlite.SqliteStore;
import dev.parley.result.JsonDocument;
import dev.parley.result.NumberText;
import dev.parley.result.ResultFormatException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Puts messages that 'queue export' wrote into a store's file, which is made if need be.",
            "",
            "  parley queue import jobs.db < jobs.jsonl",
            ""
        },
        footer = {
            "",
            "Messages get new numbers, in the order of their lines. The store must not be open in a server; to put them",
            "into one that runs, see 'parley put'. A line that is no message ends it: what came before it is stored."
        })
final class ImportCommand implements Callable<Integer> {
    /** On their way at once. */
    private static final int AT_ONCE = 1_000;

    private final Console console;

    @Mixin
    StoreArgument store = new StoreArgument();

    ImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        long imported = store.use(file -> {
            try (MessageStore opened = SqliteStore.open(file, StoreLimits.NONE, Acknowledgement.DISK)) {
                return new Import(opened).all();
            }
        });
        console.print("Imported: " + NumberText.count(imported, "message"));
        return ExitCode.OK;
    }

    private final class Import {
        private final MessageStore opened;
        private final Holder holder;
        private final List<CompletableFuture<?>> underWay = new ArrayList<>();
        private long stored;

        Import(MessageStore opened) {
            this.opened = opened;
            this.holder = opened.holder();
        }

        long all() throws IOException {
            BufferedReader lines = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    add(number, line);
                }
            }
            settle();
            return stored;
        }

        private void add(long number, String line) {
            try {
                SavedMessage message = JsonDocument.read(line.getBytes(StandardCharsets.UTF_8), SavedMessage.class);
                CompletableFuture<Long> put = opened.put(message.toPut());
                underWay.add(message.buried() ? put.thenCompose(id -> bury(id, message.priority())) : put);
            } catch (ResultFormatException | IllegalArgumentException e) {
                settle();
                throw new Failure(
                        ExitCode.FAILED,
                        "line " + number + " is no message: " + PrintableText.of(String.valueOf(e.getMessage())) + "; "
                                + NumberText.count(stored, "message") + " before it were stored");
            }
            if (underWay.size() == AT_ONCE) {
                settle();
            }
        }

        private CompletableFuture<Boolean> bury(long id, long priority) {
            return holder.reserve(id).thenCompose(_ -> holder.bury(id, priority));
        }

        private void settle() {
            for (CompletableFuture<?> answer : underWay) {
                try {
                    answer.join();
                    stored++;
                } catch (CompletionException e) {
                    if (e.getCause() instanceof StoreException refusal) {
                        throw new Failure(
                                ExitCode.FAILED,
                                refusal.reason() + "; " + NumberText.count(stored, "message") + " were stored");
                    }
                    throw e;
                }
            }
            underWay.clear();
        }
    }
}
