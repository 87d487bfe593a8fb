package dev.parley.cli.tls;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.HasSubcommands;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "tls",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        header = {
            "Makes certificates for a laboratory.",
            "",
            "  parley tls init lab                             an authority, a server of this machine, a client",
            ""
        })
public final class TlsCommand implements Callable<Integer>, HasSubcommands {
    private final Console console;

    public TlsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Map<String, Callable<Integer>> subcommands() {
        return Map.of("init", new InitCommand(console));
    }

    /** Without the name of one of them. */
    @Override
    public Integer call() {
        throw new Failure(ExitCode.USAGE, "what to do? 'parley tls init DIR' makes certificates");
    }
}
