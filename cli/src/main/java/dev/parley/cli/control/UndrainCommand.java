package dev.parley.cli.control;

import dev.parley.cli.shell.Console;
import dev.parley.core.ProtocolException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "undrain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Has a server that drains take new clients again.",
            "",
            "  parley ctl undrain --control unix:/run/parley.sock",
            "  parley ctl undrain --admin 127.0.0.1:9400 --admin-token token",
            ""
        },
        footer = {"", "A stop cannot be taken back."})
final class UndrainCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    ControlTarget target = new ControlTarget();

    UndrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        return Acting.act(console, target, Action.UNDRAIN, "");
    }
}
