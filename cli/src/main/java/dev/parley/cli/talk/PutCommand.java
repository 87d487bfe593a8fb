package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.InputFile;
import dev.parley.cli.shell.JsonOption;
import dev.parley.cli.shell.PlainWords;
import dev.parley.cli.shell.Uses;
import dev.parley.client.Client;
import dev.parley.client.ReplyTimeoutException;
import dev.parley.client.ServerClosedException;
import dev.parley.core.Endpoint;
import dev.parley.core.PrintableText;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.Transport;
import dev.parley.services.ClientSide.Use;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
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
        footer = {
            "",
            "Whatever the server replies is its reason for not having stored the message: standard error, exit code 1.",
            "Over UDP there is no reply to a message that was stored: 'Sent' then means sent, and not refused at once."
        })
public final class PutCommand implements Callable<Integer>, PlainWords {
    private static final String STANDARD_INPUT = "-";
    /** What the original server reads of a message; the rest makes it reset the connection. */
    private static final int ORIGINAL_LIMIT_BYTES = 3000;
    /** A server that refuses a datagram does so at once, and so does a host on which no server listens. */
    private static final Duration REFUSAL_WAIT = Duration.ofMillis(300);
    /** Where a refusal is likely, the first one of a server that has just started may take this long. */
    private static final Duration LIKELY_REFUSAL_WAIT = Duration.ofSeconds(1);

    private final Console console;

    @Parameters(index = "0", paramLabel = "ENDPOINT", description = "queue[+transport]://host:port")
    String endpointText = "";

    @Parameters(index = "1..*", paramLabel = "FILE", description = "'-' or none is standard input")
    List<String> files = List.of();

    @Option(names = "--newline", description = "append a line feed, as the original client does")
    boolean newline;

    @Mixin
    JsonOption json = new JsonOption();

    @Mixin
    ClientCommandOptions options = new ClientCommandOptions();

    public PutCommand(Console console) {
        this.console = console;
    }

    @Override
    public boolean takes(List<String> words) {
        if (words.isEmpty()) {
            return false;
        }
        endpointText = words.getFirst();
        files = words.subList(1, words.size());
        return true;
    }

    @Override
    public Integer call() throws IOException, ProtocolException {
        Endpoint endpoint = Endpoints.completeForClient(endpointText, Use.STORE);
        Uses.require(endpoint, Use.STORE, "put");
        List<String> sources = files.isEmpty() ? List.of(STANDARD_INPUT) : files;
        sources.forEach(this::check); // before the first is sent: a mistyped name must not leave half of them stored
        for (String source : sources) {
            byte[] message = read(source);
            put(endpoint, message);
            print(endpoint, source, message.length);
        }
        return ExitCode.OK;
    }

    private void print(Endpoint endpoint, String source, int bytes) {
        if (json.enabled()) {
            console.print(JsonLine.of(JsonLine.Stored.of(endpoint.toString(), source, bytes)));
        } else {
            console.print("Sent: " + bytes + " bytes");
        }
    }

    /** @throws Failure when the message was not stored as it is, as far as can be known */
    private void put(Endpoint endpoint, byte[] message) throws IOException, ProtocolException {
        Protocol<byte[], byte[]> protocol = Endpoints.bytesProtocol(endpoint, options.framing());
        if (endpoint.isDatagram()) {
            putDatagram(endpoint, protocol, message);
            return;
        }
        try (Client<byte[], byte[]> client = Client.connect(endpoint, protocol, options.clientOptions())) {
            if (protocol.responseFraming().endsWithStream()) {
                PutAnswer.await(client, message);
                return;
            }
            byte[] answer = client.call(message);
            if (answer.length > 0) {
                throw PutAnswer.refusal(answer);
            }
        } catch (ServerClosedException e) {
            if (message.length <= ORIGINAL_LIMIT_BYTES) {
                throw e;
            }
            throw new Failure(
                    ExitCode.FAILED,
                    e.getMessage() + "; a server of the original kind keeps only the first " + ORIGINAL_LIMIT_BYTES
                            + " bytes");
        }
    }

    private void putDatagram(Endpoint endpoint, Protocol<byte[], byte[]> protocol, byte[] message)
            throws IOException, ProtocolException {
        if (message.length > Transport.LONGEST_DATAGRAM_BYTES) {
            throw new Failure(
                    ExitCode.FAILED,
                    "a message of " + message.length + " bytes does not fit in a datagram, which holds "
                            + Transport.LONGEST_DATAGRAM_BYTES + "; use queue+tcp");
        }
        Duration wait = message.length > ORIGINAL_LIMIT_BYTES ? LIKELY_REFUSAL_WAIT : REFUSAL_WAIT;
        try (Client<byte[], byte[]> client =
                Client.connect(endpoint, protocol, options.clientOptions().withReplyTimeout(wait))) {
            client.send(message);
            byte[] answer = client.receive();
            if (answer != null && answer.length > 0) {
                throw PutAnswer.refusal(answer);
            }
        } catch (ReplyTimeoutException _) {
            return; // a stored message is not acknowledged
        }
    }

    private void check(String source) {
        if (source.equals(STANDARD_INPUT)) {
            return;
        }
        try {
            Path file = Path.of(source);
            if (Files.isDirectory(file)) {
                throw new IOException("Is a directory");
            }
            file.getFileSystem().provider().checkAccess(file, AccessMode.READ);
            if (Files.isRegularFile(file) && Files.size(file) > options.maxMessageBytes()) {
                throw BoundedInput.tooLong(name(source) + " holds", options.maxMessageBytes());
            }
        } catch (IOException | InvalidPathException e) {
            throw InputFile.unreadable(source, e);
        }
    }

    private byte[] read(String source) {
        try {
            byte[] bytes = bytes(source);
            if (!newline) {
                return bytes;
            }
            byte[] withNewline = Arrays.copyOf(bytes, bytes.length + 1);
            withNewline[bytes.length] = '\n';
            return withNewline;
        } catch (IOException e) {
            throw InputFile.unreadable(source, e);
        }
    }

    private byte[] bytes(String source) throws IOException {
        if (source.equals(STANDARD_INPUT)) {
            return BoundedInput.all(console.in(), options.maxMessageBytes(), "standard input");
        }
        try (InputStream in = Files.newInputStream(Path.of(source))) {
            return BoundedInput.all(in, options.maxMessageBytes(), name(source));
        }
    }

    private static String name(String source) {
        return "the file '" + PrintableText.of(source) + "'";
    }
}
