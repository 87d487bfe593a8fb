package dev.parley.cli.control;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.client.CannotConnectException;
import dev.parley.client.Client;
import dev.parley.client.ClientOptions;
import dev.parley.core.Endpoint;
import dev.parley.core.ProtocolException;
import dev.parley.result.JsonDocument;
import dev.parley.result.ResultFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A server's control socket. */
record UnixChannel(Endpoint endpoint, Duration timeout) implements ControlChannel {
    @Override
    public ControlAnswer call(Action action, String argument) throws IOException, ProtocolException {
        try (Client<String, String> client =
                Client.connect(endpoint, ControlPlace.PROTOCOL, ClientOptions.DEFAULT.withTimeout(timeout))) {
            String line = argument.isEmpty() ? action.word() : action.word() + " " + argument;
            return answer(client.call(line));
        } catch (CannotConnectException e) {
            throw cannotConnect(e.reason());
        }
    }

    private Failure cannotConnect(String reason) {
        boolean forbidden = reason.startsWith("no permission");
        return new Failure(
                forbidden ? ExitCode.NO_PERMISSION : ExitCode.UNAVAILABLE,
                "cannot connect to " + place() + ": "
                        + (forbidden ? "only the user whose server it is may do so, and root" : reason));
    }

    private ControlAnswer answer(String line) {
        try {
            return JsonDocument.read(line.getBytes(StandardCharsets.UTF_8), ControlAnswer.class);
        } catch (ResultFormatException e) {
            throw new Failure(
                    ExitCode.FAILED, place() + " is not the control socket of a parley server of this version");
        }
    }

    private String place() {
        return ControlPlace.text(endpoint);
    }
}
