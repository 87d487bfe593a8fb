package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.InputFile;
import dev.parley.cli.shell.Uses;
import dev.parley.client.Client;
import dev.parley.client.ServerClosedException;
import dev.parley.core.Endpoint;
import dev.parley.core.PrintableText;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.Transport;
import dev.parley.services.ClientSide.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "put",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Stores each file, or standard input, as one message in a queue.",
            "",
            "  parley put queue note.txt                       Sent: 41 bytes",
            "  parley put queue://10.0.0.7:55556 a.txt b.txt",
            "  echo hello | parley put queue",
            ""
        },
        footer = {"", "Over UDP there is no reply: 'Sent' then means sent, not stored."})
public final class PutCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    /** What the original server reads of a message; the rest makes it reset the connection. */
    private static final int ORIGINAL_LIMIT_BYTES = 3000;

    private final Console console;

    @Parameters(index = "0", paramLabel = "ENDPOINT", description = "queue[+transport]://host:port")
    String endpointText = "";

    @Parameters(index = "1..*", paramLabel = "FILE", description = "'-' or none is standard input")
    List<String> files = List.of();

    @Option(names = "--newline", description = "append a line feed, as the original client does")
    boolean newline;

    @Mixin
    ClientCommandOptions options = new ClientCommandOptions();

    public PutCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        Endpoint endpoint = Endpoints.completeForClient(endpointText);
        Uses.require(endpoint, Use.STORE, "put");
        // All are read before the first is sent: a mistyped name must not leave half of them stored.
        List<byte[]> messages = (files.isEmpty() ? List.of(STANDARD_INPUT) : files)
                .stream().map(this::read).toList();
        for (byte[] message : messages) {
            put(endpoint, message);
            console.print("Sent: " + message.length + " bytes");
        }
        return ExitCode.OK;
    }

    private void put(Endpoint endpoint, byte[] message) throws IOException, ProtocolException {
        if (endpoint.isDatagram() && message.length > Transport.LONGEST_DATAGRAM_BYTES) {
            throw new Failure(
                    ExitCode.FAILED,
                    "a message of " + message.length + " bytes does not fit in a datagram, which holds "
                            + Transport.LONGEST_DATAGRAM_BYTES + "; use queue+tcp");
        }
        Protocol<byte[], byte[]> protocol = Endpoints.bytesProtocol(endpoint, options.framing());
        try (Client<byte[], byte[]> client = Client.connect(endpoint, protocol, options.clientOptions())) {
            client.send(message);
            if (endpoint.isDatagram()) {
                return;
            }
            byte[] answer = client.receive();
            if (answer != null && answer.length > 0) {
                throw new Failure(ExitCode.FAILED, PrintableText.ofUtf8(answer));
            }
            if (answer == null && !protocol.responseFraming().endsWithStream()) {
                throw new Failure(ExitCode.FAILED, endpoint + " closed before it confirmed the message");
            }
        } catch (ServerClosedException e) {
            if (message.length <= ORIGINAL_LIMIT_BYTES) {
                throw e;
            }
            console.say("parley put: " + endpoint + " reset the connection; it may have kept only the first "
                    + ORIGINAL_LIMIT_BYTES + " bytes");
        }
    }

    private byte[] read(String file) {
        try {
            byte[] bytes =
                    file.equals(STANDARD_INPUT) ? console.in().readAllBytes() : Files.readAllBytes(Path.of(file));
            if (!newline) {
                return bytes;
            }
            byte[] withNewline = Arrays.copyOf(bytes, bytes.length + 1);
            withNewline[bytes.length] = '\n';
            return withNewline;
        } catch (IOException | InvalidPathException e) {
            throw InputFile.unreadable(file, e);
        }
    }
}
