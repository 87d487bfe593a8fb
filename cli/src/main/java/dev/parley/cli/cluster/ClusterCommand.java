package dev.parley.cli.cluster;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.HasSubcommands;
import dev.parley.cli.shell.Launcher;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        header = {
            "A laboratory of a queue on several servers, on this machine: two of Parley's in front of three of PostgreSQL.",
            "",
            "  parley cluster init lab            writes its files, to be read and changed",
            "  parley cluster up lab              starts it, and prints the endpoint to use",
            "  parley cluster status lab          what runs, and which database is the primary",
            "  parley cluster down lab            stops it; 'up' goes on with what is stored",
            ""
        },
        footer = {
            "",
            "To try what happens when a server is lost, and to read how such a thing is set up; not to keep messages that",
            "matter. lab/README.md says what to do with it, docs/beyond-one-machine.md what it stands for.",
            "Needs the programs of the Debian packages postgresql, patroni and etcd-server."
        })
public final class ClusterCommand implements Callable<Integer>, HasSubcommands {
    private final Console console;
    private final Launcher launcher;

    public ClusterCommand(Console console, Launcher launcher) {
        this.console = console;
        this.launcher = launcher;
    }

    @Override
    public Map<String, Callable<Integer>> subcommands() {
        Map<String, Callable<Integer>> all = new LinkedHashMap<>();
        all.put("init", new InitCommand(console));
        all.put("up", new UpCommand(console, launcher));
        all.put("down", new DownCommand(console));
        all.put("status", new StatusCommand(console));
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
