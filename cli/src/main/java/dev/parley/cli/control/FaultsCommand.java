package dev.parley.cli.control;

import dev.parley.cli.control.ServerStatus.EndpointStatus;
import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.TextTable;
import dev.parley.core.PrintableText;
import dev.parley.core.ProtocolException;
import dev.parley.result.JsonDocument;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "faults",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Shows what goes wrong on purpose at the endpoints of a server, sets it, or turns it off.",
            "",
            "  parley ctl faults --control unix:/run/parley.sock                 what is set",
            "  parley ctl faults --control unix:/run/parley.sock --delay 20ms±5ms",
            "  parley ctl faults --control unix:/run/parley.sock --off",
            "  parley ctl faults --control unix:/run/parley.sock --endpoint reverse+udp://:8080 --drop 5%%",
            ""
        },
        footer = {
            "",
            "What is typed replaces all that was set there, and holds for what comes from then on, on open connections too.",
            "Everything begins anew: what is drawn, --first, --reset-after. What is delayed at that moment is served, what",
            "waits for bandwidth goes on at the new one. It lasts until the server ends. Showing it needs no token."
        })
final class FaultsCommand implements Callable<Integer> {
    private static final TextTable TABLE = TextTable.of(
            TextTable.left("endpoint", 32), TextTable.left("faults", 0).after(2));

    private final Console console;

    @Mixin
    FaultWords words = new FaultWords();

    @Mixin
    ControlTarget target = new ControlTarget();

    FaultsCommand(Console console) {
        this.console = console;
    }

    /** What {@code --json} prints of each endpoint. */
    record FaultsLine(String kind, String endpoint, String faults) {}

    @Override
    public Integer call() throws IOException, ProtocolException {
        if (words.changesSomething()) {
            words.require();
            return Acting.act(console, target, Action.FAULTS, words.line());
        }
        show(shown(target.channel(Action.STATUS).call(Action.STATUS, "")));
        return ExitCode.OK;
    }

    private List<EndpointStatus> shown(ControlAnswer answer) {
        ServerStatus status = answer.status().orElseThrow(() -> new Failure(ExitCode.FAILED, answer.text()));
        List<String> all =
                status.endpoints().stream().map(EndpointStatus::endpoint).toList();
        try {
            List<Integer> which = EndpointChoice.of(words.endpoint(), all);
            return which.stream().map(status.endpoints()::get).toList();
        } catch (ControlFailureException e) {
            throw new Failure(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private void show(List<EndpointStatus> endpoints) {
        if (target.json.enabled()) {
            endpoints.forEach(
                    each -> console.print(JsonDocument.line(new FaultsLine("faults", each.endpoint(), each.faults()))));
            return;
        }
        TABLE.lines(endpoints.stream()
                        .map(each -> List.of(
                                PrintableText.of(each.endpoint()),
                                each.faults().isEmpty() ? "none" : PrintableText.of(each.faults())))
                        .toList())
                .forEach(console::print);
    }
}
