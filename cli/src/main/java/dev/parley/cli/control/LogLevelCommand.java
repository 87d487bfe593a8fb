package dev.parley.cli.control;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.LogLevel;
import dev.parley.core.ProtocolException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "log-level",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Changes how much a server logs, until it is restarted or reads its settings again.",
            "",
            "  parley ctl log-level debug --control unix:/run/parley.sock",
            "  parley ctl log-level info --admin 127.0.0.1:9400 --admin-token token",
            ""
        },
        footer = {
            "",
            "debug shows connections; messages are logged only by a server that was started with --verbose.",
            "Audit lines are written at each level."
        })
final class LogLevelCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "LEVEL", description = "error, warning, info or debug")
    String level = "";

    @Mixin
    ControlTarget target = new ControlTarget();

    LogLevelCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        return Acting.act(console, target, Action.LOG_LEVEL, level(level));
    }

    private static String level(String typed) {
        try {
            return LogLevel.named(typed).word();
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }
}
