package dev.parley.cli.queue;

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
            "Has a server take no more messages, while workers empty it.",
            "",
            "  parley queue drain beanstalk://10.0.0.7         puts are answered with DRAINING",
            ""
        },
        footer = {"", "For Parley; beanstalkd is drained by the signal USR1."})
final class DrainCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    ServerOptions options = new ServerOptions();

    DrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        return Draining.set(console, options, "queue drain", true);
    }
}
