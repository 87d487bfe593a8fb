package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.Endpoint;
import dev.parley.core.Transport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's UDP socket against a plain one. */
class UdpWireTest {
    private static final int PATIENCE_MILLIS = 5_000;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void sendsAnEmptyDatagramAndGoesOnFromTheSamePort(String host) throws IOException {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getByName(host));
                UdpWire wire = connect(host, server.getLocalPort())) {
            server.setSoTimeout(PATIENCE_MILLIS);
            wire.send(ByteBuffer.wrap(new byte[] {1, 2}));
            DatagramPacket first = receive(server);
            assertThat(first.getLength()).isEqualTo(2);
            wire.send(ByteBuffer.allocate(0));
            DatagramPacket empty = receive(server);
            assertThat(empty.getLength()).isZero();
            assertThat(empty.getPort()).isEqualTo(first.getPort());
            server.send(new DatagramPacket(new byte[] {3}, 1, empty.getSocketAddress()));
            assertThat(wire.receive(ByteBuffer.allocate(10), soon())).isOne();
        }
    }

    @Test
    void keepsRepliesThatWaitWhileItSendsAnEmptyDatagram() throws IOException {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                UdpWire wire = connect("127.0.0.1", server.getLocalPort())) {
            server.setSoTimeout(PATIENCE_MILLIS);
            wire.send(ByteBuffer.wrap(new byte[] {1, 2}));
            server.send(new DatagramPacket(new byte[] {1, 2}, 2, receive(server).getSocketAddress()));
            wire.send(ByteBuffer.allocate(0));
            server.send(new DatagramPacket(new byte[] {3}, 1, receive(server).getSocketAddress()));
            assertThat(wire.receive(ByteBuffer.allocate(10), soon())).isEqualTo(2);
            assertThat(wire.receive(ByteBuffer.allocate(10), soon())).isOne();
        }
    }

    @Test
    void hearsItsServerOnlyAfterAnEmptyDatagramToo() throws IOException {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                UdpWire wire = connect("127.0.0.1", server.getLocalPort())) {
            server.setSoTimeout(PATIENCE_MILLIS);
            wire.send(ByteBuffer.allocate(0));
            DatagramPacket empty = receive(server);
            stranger.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, empty.getSocketAddress()));
            server.send(new DatagramPacket(new byte[] {4}, 1, empty.getSocketAddress()));
            assertThat(wire.receive(ByteBuffer.allocate(10), soon()))
                    .as("the server's, which came later")
                    .isOne();
        }
    }

    private static UdpWire connect(String host, int port) throws IOException {
        return UdpWire.connect(new Endpoint("queue", Transport.UDP, host, port), ClientOptions.DEFAULT);
    }

    private static long soon() {
        return System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    }

    private static DatagramPacket receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        socket.receive(packet);
        return packet;
    }
}
