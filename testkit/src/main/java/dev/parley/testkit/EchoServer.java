package dev.parley.testkit;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Sends back what it gets, byte by byte on TCP and datagram by datagram on UDP: echo in any framing. On the loopback address, on
 * ports of its own; closing it takes no more peers, and those that are there go on until they close.
 */
public final class EchoServer implements AutoCloseable {
    private static final int LONGEST_DATAGRAM_BYTES = 65_507;

    private final ServerSocket streams;
    private final DatagramSocket datagrams;

    /** Starts it. */
    public EchoServer() throws IOException {
        streams = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        datagrams = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(this::accept);
        Thread.ofVirtual().start(this::echoDatagrams);
    }

    /** Of TCP. */
    public int streamPort() {
        return streams.getLocalPort();
    }

    /** Of UDP. */
    public int datagramPort() {
        return datagrams.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = streams.accept();
                connection.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> echo(connection));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void echo(Socket connection) {
        try (connection) {
            connection.getInputStream().transferTo(connection.getOutputStream());
        } catch (IOException e) {
            // the peer has gone
        }
    }

    private void echoDatagrams() {
        DatagramPacket packet = new DatagramPacket(new byte[LONGEST_DATAGRAM_BYTES], LONGEST_DATAGRAM_BYTES);
        try {
            while (true) {
                packet.setLength(LONGEST_DATAGRAM_BYTES);
                datagrams.receive(packet);
                datagrams.send(packet);
            }
        } catch (IOException e) {
            // closed
        }
    }

    @Override
    public void close() throws IOException {
        streams.close();
        datagrams.close();
    }
}
