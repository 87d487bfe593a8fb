package dev.parley.cli.queue;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.HasSubcommands;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "queue",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        header = {
            "Looks into a work queue and looks after it: Parley's beanstalk, or beanstalkd.",
            "",
            "  parley queue stats beanstalk://10.0.0.7         its tubes, and what they hold",
            "  parley queue list beanstalk:///mail             messages of the tube 'mail'",
            "  parley queue kick beanstalk:///mail             buried messages are ready again",
            "  parley queue pause beanstalk:///mail 5m         nothing is handed out for 5 minutes",
            "  parley queue check jobs.db                      is a store's file intact?",
            ""
        },
        footer = {
            "",
            "An endpoint is beanstalk://host:port/tube; what is left out is 127.0.0.1, 11300 and 'default'.",
            "list, drain and undrain need commands that only Parley has; docs/queue.md says what happens elsewhere."
        })
public final class QueueCommand implements Callable<Integer>, HasSubcommands {
    private final Console console;

    public QueueCommand(Console console) {
        this.console = console;
    }

    @Override
    public Map<String, Callable<Integer>> subcommands() {
        Map<String, Callable<Integer>> all = new LinkedHashMap<>();
        all.put("stats", new StatsCommand(console));
        all.put("list", new ListCommand(console));
        all.put("peek", new PeekCommand(console));
        all.put("purge", new PurgeCommand(console));
        all.put("kick", new KickCommand(console));
        all.put("pause", new PauseCommand(console));
        all.put("drain", new DrainCommand(console));
        all.put("undrain", new UndrainCommand(console));
        all.put("check", new CheckCommand(console));
        all.put("export", new ExportCommand(console));
        all.put("import", new ImportCommand(console));
        all.put("migrate", new MigrateCommand(console));
        return all;
    }

    /** Without the name of one of them. */
    @Override
    public Integer call() {
        throw new Failure(
                ExitCode.USAGE,
                "what to do? one of " + String.join(", ", subcommands().keySet()));
    }
}
