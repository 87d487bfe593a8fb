package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Uses;
import dev.parley.core.Endpoint;
import dev.parley.core.ProtocolException;
import dev.parley.services.ClientSide.Store;
import dev.parley.services.ClientSide.Use;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Fetches the oldest message of a queue and prints it as it is.",
            "",
            "  parley get queue > note.txt",
            "  parley get queue+udp://10.0.0.7:55556",
            "  while parley get queue >> all.txt; do :; done   until the queue is empty",
            ""
        },
        footer = {
            "",
            "An empty queue: the server's text on standard error, exit code 1.",
            "Over UDP a message is gone once the server has sent it, whether it arrives or not."
        })
public final class GetCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "ENDPOINT", description = "queue[+transport]://host:port")
    String endpointText = "";

    @Mixin
    ClientCommandOptions options = new ClientCommandOptions();

    public GetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        Endpoint endpoint = Endpoints.completeForClient(endpointText, Use.STORE);
        Store store = Objects.requireNonNull(
                Uses.require(endpoint, Use.STORE, "get").client().store());
        QueueFetch fetch = new QueueFetch(endpoint, store, options.framing(), options.clientOptions());
        String nothing = fetch.into(new MessageOutput(console));
        if (nothing != null) {
            console.say(nothing);
            return ExitCode.FAILED;
        }
        return ExitCode.OK;
    }
}
