package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.JsonOption;
import dev.parley.cli.shell.LogOptions;
import dev.parley.cli.shell.PlainWords;
import dev.parley.cli.shell.Uses;
import dev.parley.client.CannotConnectException;
import dev.parley.client.Client;
import dev.parley.client.ServerClosedException;
import dev.parley.core.Endpoint;
import dev.parley.core.PrintableText;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.services.ClientSide;
import dev.parley.services.ClientSide.Original;
import dev.parley.services.ClientSide.Use;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = {
            "Sends each message, or each line of standard input, and prints each reply.",
            "",
            "  parley send reverse 'Hello, world'              dlrow ,olleH",
            "  parley send encoder://127.0.0.1:6666 'Hello'",
            "  parley send reverse+udp://:8080 one two three",
            "  parley send reverse+unix:///run/x.sock hello    through a Unix socket",
            "  seq 100 | parley send echo://:7777 --framing line",
            ""
        },
        footer = {"", "A message too long for the service is trimmed, with a warning and exit code 1."})
public final class SendCommand implements Callable<Integer>, PlainWords {
    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "ENDPOINT",
            description = "service[+transport]://host:port, or service+unix:///path")
    String endpointText = "";

    @Parameters(
            index = "1..*",
            paramLabel = "MESSAGE",
            description = "standard input, line by line, when none is given")
    List<String> messages = List.of();

    @Mixin
    JsonOption json = new JsonOption();

    @Mixin
    ClientCommandOptions options = new ClientCommandOptions();

    @Mixin
    LogOptions logOptions = new LogOptions();

    private @Nullable Client<byte[], byte[]> client;
    private int repliesOnConnection;
    private long sentNanos;
    /** Some message was not sent as given. */
    private boolean trimmed;

    public SendCommand(Console console) {
        this.console = console;
    }

    @Override
    public boolean takes(List<String> words) {
        if (words.isEmpty()) {
            return false;
        }
        endpointText = words.getFirst();
        messages = words.subList(1, words.size());
        return true;
    }

    @Override
    public Integer call() throws IOException, ProtocolException, InterruptedException {
        logOptions.apply("send");
        Endpoint endpoint = Endpoints.completeForClient(endpointText, Use.SEND);
        ClientSide service = Uses.require(endpoint, Use.SEND, "send").client();
        options.secure(endpoint, console, "send");
        log("Parsing parameters: " + endpointText + " " + messages);
        Protocol<byte[], byte[]> protocol = Endpoints.bytesProtocol(endpoint, options.framing());
        try {
            sendAll(service, endpoint, protocol);
            return trimmed ? ExitCode.FAILED : ExitCode.OK;
        } catch (CannotConnectException e) {
            Original original = service.original();
            if (original == null) {
                throw e;
            }
            console.say(NoConnection.text(original, endpointText, endpoint));
            return ExitCode.UNAVAILABLE;
        } finally {
            disconnect();
        }
    }

    private void sendAll(ClientSide service, Endpoint endpoint, Protocol<byte[], byte[]> protocol)
            throws IOException, ProtocolException, InterruptedException {
        if (!messages.isEmpty()) {
            for (String message : messages) {
                sendOne(service, endpoint, protocol, message.getBytes(StandardCharsets.UTF_8));
            }
            return;
        }
        InputStream in = new BufferedInputStream(console.in());
        boolean nothing = true;
        int longest = options.maxMessageBytes();
        for (byte[] line = BoundedInput.line(in, longest);
                line != null && !console.outputGone();
                line = BoundedInput.line(in, longest)) {
            nothing = false;
            sendOne(service, endpoint, protocol, line);
        }
        Original original = service.original();
        if (nothing && original != null) {
            sendOne(service, endpoint, protocol, original.defaultMessage().getBytes(StandardCharsets.UTF_8));
        }
    }

    private void sendOne(ClientSide service, Endpoint endpoint, Protocol<byte[], byte[]> protocol, byte[] message)
            throws IOException, ProtocolException, InterruptedException {
        byte[] request = trimmed(message, protocol.requestFraming().maxPayloadBytes());
        log("sending message: " + PrintableText.of(request));
        if (service.isStop(request)) {
            stop(endpoint, protocol, request);
            return;
        }
        byte[] reply = call(endpoint, protocol, request);
        print(endpoint, protocol, request, reply);
        if (endpoint.isDatagram() && service.expectedReply() != null) {
            // Nothing binds its messages together: each gets a port, and what else comes for this one is not for the
            // next.
            disconnect();
        }
    }

    /** A server that obeys closes without a reply; one that does not answers it like any text. */
    private void stop(Endpoint endpoint, Protocol<byte[], byte[]> protocol, byte[] request)
            throws IOException, ProtocolException, InterruptedException {
        disconnect(); // a server that closes after each reply must not look as if it obeyed
        Client<byte[], byte[]> connected = connected(endpoint, protocol);
        connected.send(request);
        sentNanos = System.nanoTime();
        byte[] reply = connected.receive();
        if (reply != null) {
            print(endpoint, protocol, request, reply);
        } else {
            disconnect();
            GoneServer.await(endpoint, options.clientOptions());
            console.say("parley send: " + endpoint + " stopped");
        }
    }

    private void print(Endpoint endpoint, Protocol<byte[], byte[]> protocol, byte[] request, byte[] reply)
            throws IOException {
        long roundTripNanos = System.nanoTime() - sentNanos;
        log("Response: " + PrintableText.of(reply));
        if (json.enabled()) {
            console.print(JsonLine.of(JsonLine.Exchanged.of(endpoint.toString(), request, reply, roundTripNanos)));
        } else {
            byte[] line = Arrays.copyOf(reply, reply.length + 1);
            line[reply.length] = '\n';
            console.print(line);
        }
        if (protocol.requestFraming().endsWithStream()) {
            disconnect();
        }
    }

    /** A server may answer one message a connection, as the originals do: then the next message gets a new connection. */
    private byte[] call(Endpoint endpoint, Protocol<byte[], byte[]> protocol, byte[] request)
            throws IOException, ProtocolException {
        while (true) {
            Client<byte[], byte[]> connected = connected(endpoint, protocol);
            try {
                sentNanos = System.nanoTime();
                byte[] reply = connected.call(request);
                repliesOnConnection++;
                return reply;
            } catch (ServerClosedException e) {
                if (repliesOnConnection == 0) {
                    throw e;
                }
                disconnect();
            }
        }
    }

    private Client<byte[], byte[]> connected(Endpoint endpoint, Protocol<byte[], byte[]> protocol) throws IOException {
        Client<byte[], byte[]> connected = client;
        if (connected == null) {
            connected = Client.connect(endpoint, protocol, options.clientOptions());
            client = connected;
            repliesOnConnection = 0;
        }
        return connected;
    }

    private void disconnect() throws IOException {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    /** Cut to what the framing can carry, never inside a UTF-8 character. */
    private byte[] trimmed(byte[] message, int mostBytes) {
        if (message.length <= mostBytes) {
            return message;
        }
        int end = mostBytes;
        while (end > 0 && (message[end] & 0xC0) == 0x80) {
            end--;
        }
        console.say("parley send: message of " + message.length + " bytes trimmed to " + end);
        trimmed = true;
        return Arrays.copyOf(message, end);
    }

    private void log(String text) {
        if (logOptions.enabled()) {
            System.getLogger("dev.parley.send").log(System.Logger.Level.DEBUG, text);
        }
    }
}
