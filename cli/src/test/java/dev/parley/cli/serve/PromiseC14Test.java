package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.RawClient;
import dev.parley.cli.testing.Transcript;
import dev.parley.core.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * C14 as a client sees it: however a server ends a conversation before its reply was given in full, every command of a client fails
 * with the reason.
 */
@Tag("alone")
class PromiseC14Test {
    private static final String[] SERVICES = {
        "queue://:0", "reverse://:0", "pong://:0", "timer://:0", "encoder://:0",
    };
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder = Path.of("set by JUnit");

    private static ParleyProcess serve(String engine, String... options) {
        return serve(List.of(SERVICES), engine, options);
    }

    /** The same, with beanstalk in the place of queue, which is not served on Unix sockets. */
    private ParleyProcess serveOnUnixSockets(String engine, String... options) {
        List<String> services = Stream.of("beanstalk", "reverse", "pong", "timer", "encoder")
                .map(service -> service + "+unix://" + folder.resolve(service + ".sock"))
                .toList();
        return serve(services, engine, options);
    }

    private static ParleyProcess serve(List<String> services, String engine, String... options) {
        List<String> words = new ArrayList<>(services);
        words.addAll(List.of("--engine", engine, "-v"));
        words.addAll(List.of(options));
        return ParleyProcess.serve(words.toArray(String[]::new));
    }

    /** Each command of a client against its service, at the same time. */
    private Map<String, CompletableFuture<Transcript>> commands(ParleyProcess server) throws Exception {
        List<Endpoint> at = server.endpoints();
        String message = Files.writeString(folder.resolve("message"), "hello").toString();
        Map<String, CompletableFuture<Transcript>> running = new TreeMap<>();
        begin(running, "put", at.get(0), message);
        begin(running, "get", at.get(0));
        begin(running, "send", at.get(1), "hello");
        begin(running, "load", at.get(1), "--clients", "2", "--duration", "2s", "--warmup", "0s");
        begin(running, "ping", at.get(2));
        begin(running, "time", at.get(3));
        begin(running, "stop", at.get(4));
        return running;
    }

    private static void begin(
            Map<String, CompletableFuture<Transcript>> running, String command, Endpoint endpoint, String... more) {
        List<String> words = new ArrayList<>(List.of(command, endpoint.toString()));
        words.addAll(List.of(more));
        running.put(
                command,
                CompletableFuture.supplyAsync(
                        () -> Transcript.of(words.toArray(String[]::new)),
                        task -> Thread.ofPlatform().daemon().start(task)));
    }

    private static void allFail(Map<String, CompletableFuture<Transcript>> commands) throws Exception {
        for (Map.Entry<String, CompletableFuture<Transcript>> command : commands.entrySet()) {
            fails(command.getKey(), command.getValue());
        }
    }

    private static void fails(String command, CompletableFuture<Transcript> running)
            throws InterruptedException, ExecutionException, java.util.concurrent.TimeoutException {
        Transcript ended = running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        String seen = command + ": " + ended.out() + ended.err();
        assertThat(ended.exitCode()).as(seen).isNotZero();
        assertThat(ended.err()).as(seen).isNotBlank();
        assertThat(ended.out()).as(seen).doesNotContain("Sent:");
    }

    private static void awaitConversations(ParleyProcess server) {
        for (int i = 0; i < SERVICES.length; i++) {
            server.program().awaitText("Received connection from");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads", "virtual"})
    void noCommandSucceedsWhereItsAddressHasTooManyClients(String engine) throws Exception {
        try (ParleyProcess server = serve(engine, "--max-clients-per-address", "1")) {
            List<Socket> crowd = new ArrayList<>();
            for (Endpoint endpoint : server.endpoints()) {
                Socket inside = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
                inside.getOutputStream().write(1);
                crowd.add(inside);
            }
            awaitConversations(server);
            allFail(commands(server));
            for (Socket inside : crowd) {
                inside.setSoLinger(true, 0); // what it has sent of a message is not to be stored
                inside.close();
            }
            holdsNothing(server);
        }
    }

    private static void holdsNothing(ParleyProcess server) throws Exception {
        try (Socket get = new Socket()) {
            get.bind(new InetSocketAddress("127.0.0.2", 0));
            get.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(),
                    server.endpoints().getFirst().port()));
            get.getOutputStream().write("<<GET>>".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(get.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("Error - no messages in queue.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "selector", "threads", "virtual"})
    void noCommandSucceedsWhenItsReplyIsNotGivenInTime(String engine) throws Exception {
        try (ParleyProcess server = serve(engine, "--delay", "1m", "--reply-timeout", "200ms")) {
            allFail(commands(server));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads", "virtual"})
    void noCommandSucceedsWhenTheDrainIsCutShort(String engine) throws Exception {
        try (ParleyProcess server = serve(engine, "--delay", "1m", "--drain", "200ms")) {
            var commands = commands(server);
            awaitConversations(server);
            assertThat(server.stop("TERM")).isNotZero();
            allFail(commands);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads", "virtual"})
    void noOtherCommandThanStopSucceedsWhenTheServerIsKilled(String engine) throws Exception {
        try (ParleyProcess server = serve(engine, "--delay", "1m")) {
            var commands = commands(server);
            awaitConversations(server);
            server.stop("KILL");
            commands.remove("stop"); // which reports that the server is gone, and it is
            allFail(commands);
        }
    }

    /** Where no end of a connection is a reset. */
    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads", "virtual"})
    void noCommandSucceedsOnAUnixSocketEither(String engine) throws Exception {
        try (ParleyProcess server = serveOnUnixSockets(engine, "--delay", "1m", "--reply-timeout", "200ms")) {
            allFail(commands(server));
        }
        try (ParleyProcess server = serveOnUnixSockets(engine, "--delay", "1m", "--drain", "200ms")) {
            var commands = commands(server);
            awaitConversations(server);
            assertThat(server.stop("TERM")).isNotZero();
            commands.remove("stop"); // which reports that the server is gone, and it is
            allFail(commands);
        }
        try (ParleyProcess server = serveOnUnixSockets(engine, "--delay", "1m")) {
            var commands = commands(server);
            awaitConversations(server);
            server.stop("KILL");
            commands.remove("stop");
            allFail(commands);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads", "virtual"})
    void aMessageThatIsNotThereInFullInTimeIsRefusedWithTheReason(String engine) throws Exception {
        try (ParleyProcess server = serve(engine, "--message-timeout", "300ms");
                RawClient client = RawClient.connect(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(),
                        server.endpoints().getFirst().port()))) {
            client.send("half a mess".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(client.receiveToEnd(), StandardCharsets.US_ASCII))
                    .isEqualTo("Error - message not stored: message not complete in time.");
            holdsNothing(server);
        }
    }
}
