package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.client.Client;
import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.engine.Engine;
import dev.parley.engine.GivenSocket;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers on sockets that their program opened. */
class GivenSocketTest {
    private static final Protocol<String, String> LINES =
            Protocol.of("lines", Framings.LINE, Codecs.UTF_8, Codecs.UTF_8);

    @TempDir
    Path folder;

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static int port(NetworkChannel channel) throws Exception {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    private static ServerSpec echo(String endpoint) {
        return ServerSpec.of(Endpoint.parse(endpoint), LINES, (line, reply) -> reply.send(line));
    }

    private static void isServed(Engine engine, ServerSpec spec, Endpoint expected) throws Exception {
        try (RunningServer server = engine.start(spec);
                var client = Client.connect(server.endpoint(), LINES)) {
            assertThat(server.endpoint()).isEqualTo(expected);
            assertThat(client.call("hello")).isEqualTo("hello");
        }
        assertThat(Objects.requireNonNull(spec.socket()).channel().isOpen()).isFalse();
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void isServedOnTcpWithThePortItIsSaidToHave(Engine engine) throws Exception {
        ServerSocketChannel socket = ServerSocketChannel.open().bind(anyPort());
        Endpoint expected = Endpoint.parse("lines+tcp://127.0.0.1:" + port(socket));

        isServed(engine, echo("lines+tcp://127.0.0.1:0").withSocket(new GivenSocket(socket, port(socket))), expected);
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void isServedOnUdp(Engine engine) throws Exception {
        DatagramChannel socket = DatagramChannel.open().bind(anyPort());
        Endpoint expected = Endpoint.parse("lines+udp://127.0.0.1:" + port(socket));

        isServed(engine, echo("lines+udp://127.0.0.1:0").withSocket(new GivenSocket(socket, port(socket))), expected);
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void isServedOnAUnixSocketWhoseFileStays(Engine engine) throws Exception {
        Path file = folder.resolve("x.sock");
        ServerSocketChannel socket =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(file));
        Endpoint endpoint = Endpoint.parse("lines+unix://" + file);

        isServed(engine, echo(endpoint.toString()).withSocket(new GivenSocket(socket, 0)), endpoint);
        assertThat(file).exists();
    }

    @Test
    void aSocketOfAnotherTransportIsRefused() throws Exception {
        try (ServerSocketChannel stream = ServerSocketChannel.open();
                DatagramChannel datagrams = DatagramChannel.open()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> echo("lines+udp://:0").withSocket(new GivenSocket(stream, 1)))
                    .withMessageStartingWith("lines+udp://:0 cannot be served on ");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> echo("lines+tcp://:0").withSocket(new GivenSocket(datagrams, 1)));
        }
    }
}
