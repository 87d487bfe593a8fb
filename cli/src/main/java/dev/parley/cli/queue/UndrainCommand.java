package dev.parley.cli.queue;

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
        header = {"Has a server that drains take messages again.", "", "  parley queue undrain beanstalk://10.0.0.7", ""
        },
        footer = {"", "For Parley; beanstalkd that drains does so until it is restarted."})
final class UndrainCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    ServerOptions options = new ServerOptions();

    UndrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        return Draining.set(console, options, "queue undrain", false);
    }
}
