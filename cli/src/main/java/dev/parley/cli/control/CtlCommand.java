package dev.parley.cli.control;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.HasSubcommands;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "ctl",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        header = {
            "Controls a server that runs: how it is, drain, stop, reload, log level, connections, faults.",
            "",
            "  parley serve reverse --control unix:/run/parley.sock",
            "  parley ctl status --control unix:/run/parley.sock",
            "  parley ctl drain --control unix:/run/parley.sock",
            "  parley ctl kick 10.0.0.7 --admin 127.0.0.1:9400 --admin-token token",
            ""
        },
        footer = {
            "",
            "A server has a control socket with --control, and obeys at its admin address with --admin-token FILE.",
            "PARLEY_CONTROL, PARLEY_ADMIN and PARLEY_ADMIN_TOKEN stand for these options, here and there.",
            "Each action but status is a line in the server's log: audit action=drain by=user:alice result=done ..."
        })
public final class CtlCommand implements Callable<Integer>, HasSubcommands {
    private final Console console;

    public CtlCommand(Console console) {
        this.console = console;
    }

    @Override
    public Map<String, Callable<Integer>> subcommands() {
        Map<String, Callable<Integer>> all = new LinkedHashMap<>();
        all.put("status", new StatusCommand(console));
        all.put("drain", new DrainCommand(console));
        all.put("undrain", new UndrainCommand(console));
        all.put("stop", new StopCommand(console));
        all.put("reload", new ReloadCommand(console));
        all.put("log-level", new LogLevelCommand(console));
        all.put("kick", new KickCommand(console));
        all.put("faults", new FaultsCommand(console));
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
