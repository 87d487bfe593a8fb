package dev.parley.cli.control;

import dev.parley.cli.shell.Console;
import dev.parley.core.ProtocolException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Ends a server in order, as SIGTERM does: what was received is answered.",
            "",
            "  parley ctl stop --control unix:/run/parley.sock",
            "  parley ctl stop --admin 127.0.0.1:9400 --admin-token token",
            ""
        },
        footer = {"", "It prints that the stop has begun; the server ends within its --drain-delay and --drain."})
final class StopCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    ControlTarget target = new ControlTarget();

    StopCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        return Acting.act(console, target, Action.STOP, "");
    }
}
