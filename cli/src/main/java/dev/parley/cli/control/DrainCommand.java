package dev.parley.cli.control;

import dev.parley.cli.shell.Console;
import dev.parley.core.ProtocolException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Has a server refuse new clients, and say so in /readyz; conversations that are open go on.",
            "",
            "  parley ctl drain --control unix:/run/parley.sock",
            "  parley ctl drain --admin 127.0.0.1:9400 --admin-token token",
            ""
        },
        footer = {"", "With --drain-delay, new clients are refused so much later. 'parley ctl undrain' takes it back."})
final class DrainCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    ControlTarget target = new ControlTarget();

    DrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        return Acting.act(console, target, Action.DRAIN, "");
    }
}
