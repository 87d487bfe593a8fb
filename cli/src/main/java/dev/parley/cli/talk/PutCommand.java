package dev.parley.cli.talk;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.JsonOption;
import dev.parley.cli.shell.PlainWords;
import dev.parley.cli.shell.TubeEndpoint;
import dev.parley.cli.shell.TubeServers;
import dev.parley.cli.shell.Uses;
import dev.parley.client.Client;
import dev.parley.client.ReplyTimeoutException;
import dev.parley.client.ServerClosedException;
import dev.parley.core.Endpoint;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.Transport;
import dev.parley.services.ClientSide.Use;
import java.io.IOException;
import java.time.Duration;
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
            "  parley put beanstalk://10.0.0.7/mail note.txt   in the tube 'mail'",
            "  parley put beanstalk --lines < names.txt        a message for each line",
            "  parley put beanstalk+unix:///run/q.sock:mail note.txt   on a Unix socket, the tube behind a colon",
            "  parley put beanstalk -m hello --pri 10 --delay 30s --ttr 5m",
            ""
        },
        footer = {
            "",
            "Whatever the server replies is its reason for not having stored the message: standard error, exit code 1.",
            "Over UDP there is no reply to a message that was stored: 'Sent' then means sent, and not refused at once.",
            "To beanstalk, messages are sent without waiting for the reply to each; after the first that is refused no",
            "more are sent, and it is said how many were stored. Of several servers, which share one store, the first is used",
            "that answers: beanstalk://10.0.0.7,10.0.0.8/mail. What it does not take, because it drains, is sent to the next one;",
            "a message without a reply is not: it may be stored already."
        })
public final class PutCommand implements Callable<Integer>, PlainWords {
    /** What the original server reads of a message; the rest makes it reset the connection. */
    private static final int ORIGINAL_LIMIT_BYTES = 3000;
    /** A server that refuses a datagram does so at once, and so does a host on which no server listens. */
    private static final Duration REFUSAL_WAIT = Duration.ofMillis(300);
    /** Where a refusal is likely, the first one of a server that has just started may take this long. */
    private static final Duration LIKELY_REFUSAL_WAIT = Duration.ofSeconds(1);

    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "ENDPOINT",
            description = "queue[+transport]://host:port, beanstalk://host:port/tube, or beanstalk+unix:///path:tube")
    String endpointText = "";

    @Parameters(index = "1..*", paramLabel = "FILE", description = "'-' or none is standard input")
    List<String> files = List.of();

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "a message, instead of files; may be repeated")
    List<String> texts = List.of();

    @Option(
            names = {"-l", "--lines"},
            description = "each line is a message, without its line feed")
    boolean lines;

    @Option(names = "--newline", description = "append a line feed, as the original client does")
    boolean newline;

    @Mixin
    TubePutOptions tubeOptions = new TubePutOptions();

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
        MessageSources messages = new MessageSources(console, texts, files, lines, newline, options.maxMessageBytes());
        if (TubeEndpoint.names(endpointText)) {
            return putIntoTube(messages);
        }
        Endpoint endpoint = Endpoints.completeForClient(endpointText, Use.STORE, Use.TUBES);
        options.secure(endpoint, console, "put");
        Uses.require(endpoint, Use.STORE, "put");
        tubeOptions.requireNone();
        messages.forEach((source, message) -> {
            put(endpoint, message);
            print(endpoint, source, message.length);
        });
        return ExitCode.OK;
    }

    private int putIntoTube(MessageSources messages) throws IOException, ProtocolException {
        options.requireNoFraming("beanstalk");
        TubeServers servers = TubeServers.parse(endpointText, "put");
        options.secure(servers.all().getFirst().server(), console, "put");
        try (TubePut put = TubePut.connect(console, servers, options.clientOptions(), tubeOptions, json.enabled())) {
            messages.forEach(put);
            put.end();
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
}
