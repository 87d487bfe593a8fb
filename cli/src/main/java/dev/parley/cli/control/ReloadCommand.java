package dev.parley.cli.control;

import dev.parley.cli.shell.Console;
import dev.parley.core.ProtocolException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Has a server read its file of settings and its certificates again, as SIGHUP does.",
            "",
            "  parley ctl reload --control unix:/run/parley.sock",
            "  parley ctl reload --admin 127.0.0.1:9400 --admin-token token",
            ""
        },
        footer = {
            "",
            "It prints what has changed, and what needs a restart. Exit code 1 when the file cannot be used: nothing changes."
        })
final class ReloadCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    ControlTarget target = new ControlTarget();

    ReloadCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        return Acting.act(console, target, Action.RELOAD, "");
    }
}
