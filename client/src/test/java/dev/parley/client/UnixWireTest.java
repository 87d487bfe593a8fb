package dev.parley.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.Transport;
import dev.parley.core.UnixPath;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client on a Unix socket, against a plain one. */
@Timeout(30)
class UnixWireTest {
    private static final ClientOptions IMPATIENT = ClientOptions.DEFAULT.withTimeout(Duration.ofMillis(100));

    @TempDir
    Path directory;

    private Path path;
    private ServerSocketChannel listener;

    @BeforeEach
    void listen() throws IOException {
        path = directory.resolve("x.sock");
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(path), 1);
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    private Endpoint endpoint() {
        return new Endpoint("echo", Transport.UNIX, new UnixPath(path.toString()));
    }

    private static Protocol<String, String> on(Framing framing) {
        return Protocol.of("echo", framing, Codecs.UTF_8, Codecs.UTF_8);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static String read(SocketChannel peer, int bytes) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(bytes);
        while (in.hasRemaining() && peer.read(in) >= 0) {
            // until all have come
        }
        return new String(in.array(), 0, in.position(), UTF_8);
    }

    /** While the test goes on. */
    private static void leave(SocketChannel peer) throws IOException {
        peer.close();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void sendsAndReceives() throws Exception {
        try (Client<String, String> client = Client.connect(endpoint(), on(Framings.LINE));
                SocketChannel peer = listener.accept()) {
            peer.write(bytes("two\nthree\n"));
            assertThat(client.call("one")).isEqualTo("two");
            assertThat(client.receive()).isEqualTo("three");
            assertThat(read(peer, 4)).isEqualTo("one\n");
            peer.shutdownOutput();
            assertThat(client.receive()).isNull();
        }
    }

    @Test
    void waitsNoLongerThanItsTimeoutAndTakesAReplyThatComesLater() throws Exception {
        try (Client<String, String> client = Client.connect(endpoint(), on(Framings.LINE), IMPATIENT);
                SocketChannel peer = listener.accept()) {
            assertThatExceptionOfType(ReplyTimeoutException.class)
                    .isThrownBy(() -> client.call("one"))
                    .withMessageContaining("no reply within 100 ms");
            peer.write(bytes("late\n"));
            assertThat(client.receive()).isEqualTo("late");
        }
    }

    @Test
    void reportsARequestThatTheServerDoesNotTake() throws Exception {
        long before = descriptors();
        try (Client<String, String> client = Client.connect(endpoint(), on(Framings.LINE), IMPATIENT);
                SocketChannel peer = listener.accept()) {
            assertThat(peer.isOpen()).isTrue();
            assertThatExceptionOfType(ReplyTimeoutException.class)
                    .isThrownBy(() -> client.send("x".repeat(4 << 20)))
                    .withMessageContaining("did not take the request within 100 ms");
        }
        assertThat(descriptors()).as("descriptors").isLessThanOrEqualTo(before);
    }

    @Test
    void sendsMoreThanTheSystemTakesAtOnce() throws Exception {
        int size = 4 << 20;
        try (Client<String, String> client = Client.connect(endpoint(), on(Framings.LINE));
                SocketChannel peer = listener.accept()) {
            CompletableFuture<String> taken = CompletableFuture.supplyAsync(() -> {
                try {
                    return read(peer, size + 1);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            client.send("x".repeat(size));
            assertThat(taken.get(20, TimeUnit.SECONDS)).isEqualTo("x".repeat(size) + "\n");
        }
    }

    /** On TCP it would be a reply: there a connection that is broken off is reset. */
    @Test
    void takesNoReplyThatTheEndHasCut() throws Exception {
        try (Client<String, String> client = Client.connect(endpoint(), on(Framings.LINE));
                SocketChannel peer = listener.accept()) {
            peer.write(bytes("whole\nha"));
            peer.shutdownOutput();
            assertThat(client.receive()).isEqualTo("whole");
            assertThatExceptionOfType(ProtocolException.UnexpectedEnd.class).isThrownBy(client::receive);
        }
        try (Client<String, String> client = Client.connect(endpoint(), on(Framings.LEN8));
                SocketChannel peer = listener.accept()) {
            peer.write(bytes("\5ha"));
            peer.shutdownOutput();
            assertThatExceptionOfType(ProtocolException.UnexpectedEnd.class).isThrownBy(client::receive);
        }
    }

    @Test
    void carriesNoMessagesThatEndWithTheirConnection() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Client.connect(endpoint(), on(Framings.END)))
                .withMessageContaining("does not support Unix sockets");
    }

    @Test
    void reportsThatTheServerClosed() throws Exception {
        try (Client<String, String> client = Client.connect(endpoint(), on(Framings.LINE));
                SocketChannel peer = listener.accept()) {
            leave(peer);
            assertThat(client.receive()).isNull();
            assertThatExceptionOfType(ServerClosedException.class).isThrownBy(() -> client.call("one"));
        }
    }

    /** The system tells a client whose request was not read; what the server sent before is received first. */
    @Test
    void reportsARequestThatTheServerHasNotRead() throws Exception {
        try (Client<String, String> client = Client.connect(endpoint(), on(Framings.LINE));
                SocketChannel peer = listener.accept()) {
            client.send("never read");
            peer.write(bytes("reply\n"));
            leave(peer);
            assertThat(client.receive()).isEqualTo("reply");
            assertThatExceptionOfType(ServerClosedException.class)
                    .isThrownBy(client::receive)
                    .withMessageContaining("reset");
        }
    }

    @Test
    void saysWhyItCannotConnect() throws Exception {
        listener.close();
        cannotConnect("connection refused; is a server listening there?");
        Files.delete(path);
        cannotConnect("there is no such socket; is a server listening there?");
    }

    private void cannotConnect(String reason) {
        assertThatExceptionOfType(CannotConnectException.class)
                .isThrownBy(() -> Client.connect(endpoint(), on(Framings.LINE), IMPATIENT))
                .withMessage("cannot connect to echo+unix://" + path + ": " + reason);
    }

    @Test
    void waitsForRoomInTheServersQueueOfConnections() throws Exception {
        List<Client<String, String>> clients = new ArrayList<>();
        clients.add(Client.connect(endpoint(), on(Framings.LINE)));
        clients.add(Client.connect(endpoint(), on(Framings.LINE)));
        cannotConnect("no answer within 100 ms");
        Future<Client<String, String>> next = CompletableFuture.supplyAsync(() -> {
            try {
                return Client.connect(endpoint(), on(Framings.LINE));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        try (SocketChannel first = listener.accept()) {
            clients.add(next.get(20, TimeUnit.SECONDS));
            assertThat(first.isConnected()).isTrue();
        } finally {
            for (Client<String, String> client : clients) {
                client.close();
            }
        }
    }

    @Test
    void closingEndsAWaitInAnotherThread() throws Exception {
        Client<String, String> client = Client.connect(endpoint(), on(Framings.LINE));
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return client.call("one");
            } catch (IOException | ProtocolException e) {
                throw new IllegalStateException(e);
            }
        });
        try (SocketChannel peer = listener.accept()) {
            assertThat(read(peer, 4)).isEqualTo("one\n");
            client.close();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
                    .withRootCauseInstanceOf(IOException.class);
        }
    }

    /** Their readers are virtual threads, which must not hold their carriers while they wait. */
    @Test
    void manyPipelinedClientsWaitWithoutAThreadEach() throws Exception {
        listener.close();
        Files.delete(path);
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(path), 1000);
        int many = 400;
        List<PipelinedClient<String, String>> clients = new ArrayList<>();
        List<SocketChannel> peers = new ArrayList<>();
        List<Future<String>> replies = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            clients.add(PipelinedClient.connect(endpoint(), on(Framings.LINE), ClientOptions.DEFAULT));
            peers.add(listener.accept());
            replies.add(clients.getLast().send("request"));
        }
        for (int i = many - 1; i >= 0; i--) {
            peers.get(i).write(bytes("reply " + i + "\n"));
            assertThat(replies.get(i).get(20, TimeUnit.SECONDS)).isEqualTo("reply " + i);
        }
        clients.forEach(PipelinedClient::close);
        for (SocketChannel peer : peers) {
            peer.close();
        }
    }
}
