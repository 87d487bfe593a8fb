package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.Uses;
import dev.parley.client.CannotConnectException;
import dev.parley.client.Client;
import dev.parley.core.Endpoint;
import dev.parley.core.PrintableText;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.services.ClientSide;
import dev.parley.services.ClientSide.Original;
import dev.parley.services.ClientSide.Use;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
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
        footer = {
            "",
            "It is stopped when its port refuses connections; until then this waits, for --timeout at most.",
            "A server bound to the outside must have been started with --allow-stop."
        })
public final class StopCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "ENDPOINT", description = "encoder://host:port")
    String endpointText = "";

    @Mixin
    ClientCommandOptions options = new ClientCommandOptions();

    public StopCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException, InterruptedException {
        Endpoint endpoint = Endpoints.completeForClient(endpointText, Use.STOP);
        options.secure(endpoint, console, "stop");
        ClientSide service = Uses.require(endpoint, Use.STOP, "stop").client();
        Protocol<byte[], byte[]> protocol = Endpoints.bytesProtocol(endpoint, options.framing());
        try (Client<byte[], byte[]> client = Client.connect(endpoint, protocol, options.clientOptions())) {
            byte[] request = Objects.requireNonNull(service.stop()).request();
            client.send(request);
            byte[] reply = client.receive();
            if (reply != null) {
                throw new Failure(ExitCode.FAILED, refusal(endpoint, service, request, reply));
            }
            GoneServer.await(endpoint, options.clientOptions());
            console.print("stopped " + endpoint);
            return ExitCode.OK;
        } catch (CannotConnectException e) {
            Original original = service.original();
            if (original == null) {
                throw e;
            }
            console.say(NoConnection.text(original, endpoint.toString(), endpoint));
            return ExitCode.UNAVAILABLE;
        }
    }

    /** A stop that is refused is answered as any other request. */
    private static String refusal(Endpoint endpoint, ClientSide service, byte[] stop, byte[] reply) {
        UnaryOperator<byte[]> expected = service.expectedReply();
        return expected == null || Arrays.equals(reply, expected.apply(stop.clone()))
                ? endpoint + " does not allow to be stopped (parley serve --allow-stop)"
                : endpoint + " answered something else than " + endpoint.service() + " would: "
                        + PrintableText.ofUtf8(reply);
    }
}
