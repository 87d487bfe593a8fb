package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.Uses;
import dev.parley.client.Client;
import dev.parley.client.ClientOptions;
import dev.parley.core.Endpoint;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.services.ClientSide.Store;
import dev.parley.services.ClientSide.Use;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    /** A queue may be configured to take messages far longer than its default. */
    private static final int LONGEST_BYTES = 1 << 30;

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
        Endpoint endpoint = Endpoints.completeForClient(endpointText);
        Store store = Objects.requireNonNull(
                Uses.require(endpoint, Use.STORE, "get").client().store());
        Protocol<byte[], byte[]> protocol = Endpoints.bytesProtocol(endpoint, options.framing());
        ClientOptions clientOptions = options.clientOptions().withMaxMessage(LONGEST_BYTES);
        try (Client<byte[], byte[]> client = Client.connect(endpoint, protocol, clientOptions)) {
            byte[] message = client.call(store.get());
            String empty = store.emptyText().apply(Endpoints.transport(endpoint));
            if (new String(message, StandardCharsets.UTF_8).equals(empty)) {
                console.say(empty);
                return ExitCode.FAILED;
            }
            console.print(message);
            if (console.outputGone()) {
                throw new Failure(
                        ExitCode.IO_ERROR,
                        "standard output is closed; the message of " + message.length + " bytes is lost");
            }
            return ExitCode.OK;
        }
    }
}
