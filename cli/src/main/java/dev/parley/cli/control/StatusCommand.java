package dev.parley.cli.control;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.TextTable;
import dev.parley.core.PrintableText;
import dev.parley.core.ProtocolException;
import dev.parley.result.Durations;
import dev.parley.result.JsonDocument;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Shows what a server serves, how many clients it has, and whether it is ready or why not.",
            "",
            "  parley ctl status --control unix:/run/parley.sock",
            "  parley ctl status --admin 127.0.0.1:9400        needs no token",
            ""
        },
        footer = {"", "It changes nothing, and is no line in the server's log."})
final class StatusCommand implements Callable<Integer> {
    private static final TextTable TABLE = TextTable.of(
            TextTable.left("endpoint", 32),
            TextTable.left("engine", 10).after(2),
            TextTable.right("clients", 7).after(2),
            TextTable.left("", 0).after(2));

    private final Console console;

    @Mixin
    ControlTarget target = new ControlTarget();

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        ControlAnswer answer = target.channel(Action.STATUS).call(Action.STATUS, "");
        ServerStatus status = answer.status().orElseThrow(() -> new Failure(ExitCode.FAILED, answer.text()));
        if (target.json.enabled()) {
            console.print(JsonDocument.line(status));
        } else {
            lines(status);
        }
        return ExitCode.OK;
    }

    private void lines(ServerStatus status) {
        console.print(PrintableText.of(status.version()) + ", process " + status.pid() + ", up "
                + Durations.text(Duration.ofSeconds(status.uptimeSeconds())));
        console.print(status.ready() ? "ready" : "not ready");
        status.reasons().forEach(reason -> console.print("  " + PrintableText.of(reason)));
        console.print("");
        TABLE.lines(status.endpoints().stream()
                        .map(endpoint -> List.of(
                                PrintableText.of(endpoint.endpoint()),
                                PrintableText.of(endpoint.engine()),
                                Integer.toString(endpoint.connections()),
                                notes(endpoint)))
                        .toList())
                .forEach(console::print);
    }

    private static String notes(ServerStatus.EndpointStatus endpoint) {
        String faults = endpoint.faults().isEmpty() ? "" : "faults " + PrintableText.of(endpoint.faults());
        return endpoint.full() ? faults.isEmpty() ? "full" : "full, " + faults : faults;
    }
}
