package dev.parley.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.ClientSession;
import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a client makes of what a server sends. */
class ClientTest {
    private static final int LONGEST_BYTES = 8;
    private static final ClientOptions IMPATIENT = ClientOptions.DEFAULT.withReplyTimeout(Duration.ofMillis(20));

    private final MemoryWire wire = new MemoryWire();

    @Test
    void givesTheRepliesOfOneReadOneByOne() throws Exception {
        Client<String, String> client = stream(Framings.LINE);
        wire.arrives("one\ntwo\nth".getBytes(UTF_8));
        wire.arrives("ree\n".getBytes(UTF_8));

        assertThat(client.receive()).isEqualTo("one");
        assertThat(client.call("again")).isEqualTo("two");
        assertThat(client.receive()).isEqualTo("three");
        assertThat(wire.sent()).asString(UTF_8).isEqualTo("again\n");
    }

    @Test
    void givesALastReplyThenNothingWhenTheServerEndsNormally() throws Exception {
        Client<String, String> client = stream(Framings.LINE);
        wire.arrives("last".getBytes(UTF_8));
        wire.ends();

        assertThat(client.receive()).isEqualTo("last");
        assertThat(client.receive()).isNull();
        assertThat(client.receive()).isNull();
    }

    @Test
    void reportsThatTheServerClosedInsteadOfReplying() {
        Client<String, String> client = stream(Framings.LINE);
        wire.ends();

        assertThatThrownBy(() -> client.call("hello"))
                .isInstanceOf(ServerClosedException.class)
                .hasMessageEndingWith(":1: server closed");
    }

    @Test
    void reportsThatTheServerEndedInTheMiddleOfAReply() {
        Client<String, String> client = stream(Framings.LEN8);
        wire.arrives((byte) 3, (byte) 'a');
        wire.ends();

        assertThatThrownBy(client::receive).isInstanceOf(ProtocolException.UnexpectedEnd.class);
    }

    @Test
    void goesOnWithNothingAfterAReplyThatBrokeTheProtocol() {
        Client<String, String> client = stream(Framings.LEN8);
        wire.arrives((byte) (LONGEST_BYTES + 1), (byte) 1, (byte) 'a');

        assertThatThrownBy(client::receive).isInstanceOf(ProtocolException.TooLarge.class);
        assertThatThrownBy(client::receive).isInstanceOf(ProtocolException.TooLarge.class);
    }

    @Test
    void endsItsSideAfterARequestThatEndsWithItsStream() throws Exception {
        stream(Framings.LINE).send("more");
        assertThat(wire.isOutputEnded()).isFalse();

        stream(Framings.END).send("all");
        assertThat(wire.isOutputEnded()).isTrue();
    }

    @Test
    void refusesADatagramThatIsNotExactlyOneReplyAndTakesTheNext() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Client<String, String> client = Client.connect(
                        new Endpoint("echo", Transport.UDP, "127.0.0.1", server.getLocalPort()),
                        protocol(Framings.LEN8))) {
            client.send("hi");
            DatagramPacket request = new DatagramPacket(new byte[100], 100);
            server.receive(request);
            for (byte[] datagram :
                    new byte[][] {{1, 'a', 1, 'b'}, {1, 'a', 'b'}, {2, 'a'}, {}, {4, 'g', 'o', 'o', 'd'}}) {
                server.send(new DatagramPacket(datagram, datagram.length, request.getSocketAddress()));
            }

            assertThatThrownBy(client::receive).as("a second reply").isInstanceOf(ProtocolException.Malformed.class);
            assertThatThrownBy(client::receive).as("a byte behind it").isInstanceOf(ProtocolException.Malformed.class);
            assertThatThrownBy(client::receive).as("cut short").isInstanceOf(ProtocolException.UnexpectedEnd.class);
            assertThatThrownBy(client::receive).as("empty").isInstanceOf(ProtocolException.Malformed.class);
            assertThat(client.receive()).isEqualTo("good");
        }
    }

    @Test
    void takesAReplyThatComesAfterTheTimeout() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Client<String, String> client = Client.connect(
                        new Endpoint("echo", Transport.TCP, "127.0.0.1", server.getLocalPort()),
                        protocol(Framings.LINE),
                        IMPATIENT);
                Socket peer = server.accept()) {
            peer.getOutputStream().write("la".getBytes(UTF_8));
            assertThatThrownBy(client::receive).isInstanceOf(ReplyTimeoutException.class);

            peer.getOutputStream().write("te\n".getBytes(UTF_8));
            assertThat(eventually(client)).isEqualTo("late");
        }
    }

    /** Each byte comes well within the timeout. */
    @Test
    void waitsForAWholeReplyAndNotForEachByteOfIt() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread drip = Thread.ofPlatform().start(() -> drip(server));
            try (Client<String, String> client = Client.connect(
                    new Endpoint("echo", Transport.TCP, "127.0.0.1", server.getLocalPort()),
                    protocol(Framings.LINE),
                    ClientOptions.DEFAULT.withReplyTimeout(Duration.ofMillis(200)))) {
                assertThatThrownBy(client::receive)
                        .isInstanceOf(ReplyTimeoutException.class)
                        .hasMessageMatching(".*: no whole reply within 200 ms; [0-9]+ bytes of one came");
            }
            drip.join();
        }
    }

    /** A byte a millisecond, until the client has gone. */
    private static void drip(ServerSocket server) {
        try (Socket peer = server.accept()) {
            while (true) {
                peer.getOutputStream().write('x');
                LockSupport.parkNanos(1_000_000);
            }
        } catch (IOException _) {
            // The client has gone.
        }
    }

    @Test
    void givesUpOnAServerThatDoesNotTakeARequest() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Client<String, String> client = Client.connect(
                        new Endpoint("echo", Transport.TCP, "127.0.0.1", server.getLocalPort()),
                        protocol(Framings.LINE),
                        IMPATIENT);
                Socket deaf = server.accept()) {
            String large = "x".repeat(32 << 20);

            assertThatThrownBy(() -> client.send(large))
                    .isInstanceOf(ReplyTimeoutException.class)
                    .hasMessageEndingWith(": the server did not take the request within 20 ms");
            assertThatThrownBy(() -> client.send("more"))
                    .as("the connection is closed")
                    .isInstanceOf(IOException.class);
            assertThat(deaf.isClosed()).isFalse();
        }
    }

    @Test
    void sendsMoreThanTheSystemHasRoomForToAServerThatReads() throws Exception {
        String large = "y".repeat(1 << 20);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread echo = Thread.ofPlatform().start(() -> echo(server));
            try (Client<String, String> client = Client.connect(
                    new Endpoint("echo", Transport.TCP, "127.0.0.1", server.getLocalPort()), protocol(Framings.LINE))) {
                for (int i = 0; i < 3; i++) {
                    assertThat(client.call(large)).hasSize(large.length());
                }
            }
            echo.join();
        }
    }

    private static void echo(ServerSocket server) {
        try (Socket peer = server.accept()) {
            peer.getInputStream().transferTo(peer.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A queue that reads lines would take what a client of another framing sent for a message, when it ends normally. */
    @Test
    @SuppressWarnings("try") // closed early, which is what this is about
    void givesUpByAReset() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Client<String, String> client = Client.connect(
                    new Endpoint("echo", Transport.TCP, "127.0.0.1", server.getLocalPort()),
                    protocol(Framings.LEN8),
                    IMPATIENT);
            try (client;
                    Socket peer = server.accept()) {
                assertThatThrownBy(() -> client.call("hi")).isInstanceOf(ReplyTimeoutException.class);
                client.close();
                assertThatThrownBy(() -> peer.getInputStream().readAllBytes())
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining("reset");
            }
        }
    }

    @Test
    @SuppressWarnings("try") // closed early, which is what this is about
    void leavesInGoodOrderWhenNoReplyIsDue() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Client<String, String> client = Client.connect(
                        new Endpoint("echo", Transport.TCP, "127.0.0.1", server.getLocalPort()),
                        protocol(Framings.LINE));
                Socket peer = server.accept()) {
            client.send("hi");
            client.close();
            assertThat(peer.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("hi\n");
        }
    }

    @Test
    void passesAReplyOfAnyLengthOn() throws Exception {
        Client<String, String> client = stream(Framings.END);
        wire.arrives("more than the longest ".getBytes(UTF_8));
        wire.arrives("message".getBytes(UTF_8));
        wire.ends();
        ByteArrayOutputStream sink = new ByteArrayOutputStream();

        assertThat(client.transferReply(sink)).isEqualTo(29);
        assertThat(sink.toString(UTF_8)).isEqualTo("more than the longest message");
    }

    @Test
    void aReplyThatComesTwiceByDatagramIsNotTheNextOne() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Client<String, String> client = Client.connect(
                        new Endpoint("echo", Transport.UDP, "127.0.0.1", server.getLocalPort()),
                        protocol(Framings.END))) {
            client.send("one");
            DatagramPacket request = new DatagramPacket(new byte[100], 100);
            server.receive(request);
            server.send(request);
            server.send(request);
            assertThat(client.receive()).isEqualTo("one");

            Thread answer = Thread.ofPlatform().start(() -> answerOne(server));
            assertThat(client.call("two")).isEqualTo("two");
            answer.join();
        }
    }

    private static void answerOne(DatagramSocket server) {
        try {
            DatagramPacket request = new DatagramPacket(new byte[100], 100);
            server.receive(request);
            server.send(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String eventually(Client<String, String> client) throws IOException, ProtocolException {
        @Nullable String reply = null;
        while (reply == null) {
            try {
                reply = client.receive();
            } catch (ReplyTimeoutException e) {
                assertThat(e).hasMessageContaining("no reply within"); // the bytes are on their way
            }
        }
        return reply;
    }

    private Client<String, String> stream(Framing framing) {
        return new Client<>(
                new Endpoint("echo", Transport.TCP, "127.0.0.1", 1),
                ClientSession.stream(protocol(framing), LONGEST_BYTES),
                wire,
                Duration.ofMinutes(1));
    }

    private static Protocol<String, String> protocol(Framing framing) {
        return Protocol.of("echo", framing, Codecs.UTF_8, Codecs.UTF_8);
    }
}
