package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.client.CannotConnectException;
import dev.parley.client.Client;
import dev.parley.core.Endpoint;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Stops a server that allows it; today that is encoder.",
            "",
            "  parley stop encoder                             encoder://127.0.0.1:6666",
            "  parley stop encoder://127.0.0.1:7000",
            ""
        },
        footer = {"", "A server bound to the outside must have been started with --allow-stop."})
public final class StopCommand implements Callable<Integer> {
    private static final byte[] STOP = "stop".getBytes(StandardCharsets.US_ASCII);

    private final Console console;

    @Parameters(index = "0", paramLabel = "ENDPOINT", description = "encoder://host:port")
    String endpointText = "";

    @Mixin
    ClientCommandOptions options = new ClientCommandOptions();

    public StopCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        Endpoint endpoint = Endpoints.completeForClient(endpointText);
        if (!endpoint.service().equals("encoder")) {
            throw new Failure(ExitCode.USAGE, endpoint.service() + " has no remote stop; encoder has");
        }
        Protocol<byte[], byte[]> protocol = Endpoints.bytesProtocol(endpoint, options.framing);
        try (Client<byte[], byte[]> client = Client.connect(endpoint, protocol, options.clientOptions())) {
            client.send(STOP);
            if (client.receive() != null) {
                throw new Failure(
                        ExitCode.FAILED, endpoint + " does not allow to be stopped (parley serve --allow-stop)");
            }
            console.print("stopped " + endpoint);
            return ExitCode.OK;
        } catch (CannotConnectException e) {
            console.say("Couldn't get connection to " + endpoint.hostOrLoopback());
            return ExitCode.UNAVAILABLE;
        }
    }
}
