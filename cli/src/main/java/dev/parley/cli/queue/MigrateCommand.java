package dev.parley.cli.queue;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.queue.StoreException;
import dev.parley.queue.postgresql.Migration;
import dev.parley.result.NumberText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Makes the tables of a store in PostgreSQL, or brings those of an older version up to date.",
            "",
            "  parley queue migrate 'postgresql://10.0.0.5/jobs?user=admin'",
            ""
        },
        footer = {
            "",
            "serve makes them in an empty database by itself; this is for those whose servers may not, and for new versions.",
            "Stop servers of an older version first."
        })
final class MigrateCommand implements Callable<Integer> {
    private static final String KIND = "postgresql:";

    private final Console console;

    @Parameters(index = "0", paramLabel = "STORE", description = "postgresql://HOST/DATABASE, as of serve --store")
    String store = "";

    MigrateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try {
            int run = Migration.run(store.startsWith(KIND) ? store.substring(KIND.length()) : store);
            console.print(
                    run == 0
                            ? "Nothing to do: the tables are up to date"
                            : "Migrated: " + NumberText.count(run, "step"));
            return ExitCode.OK;
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        } catch (StoreException e) {
            throw Failure.ofStore(e);
        }
    }
}
