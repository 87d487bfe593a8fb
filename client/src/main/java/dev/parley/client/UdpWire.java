package dev.parley.client;

import dev.parley.core.Endpoint;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/** A UDP socket that hears one server only. */
record UdpWire(Endpoint endpoint, ClientOptions options, DatagramSocket socket) implements Wire {
    static UdpWire connect(Endpoint endpoint, ClientOptions options) throws IOException {
        InetSocketAddress address = new InetSocketAddress(endpoint.hostOrLoopback(), endpoint.port());
        if (address.isUnresolved()) {
            throw new CannotConnectException(endpoint, "there is no host '" + endpoint.hostOrLoopback() + "'");
        }
        DatagramSocket socket = new DatagramSocket();
        try {
            socket.connect(address);
            socket.setSoTimeout((int) options.replyTimeout().toMillis());
            return new UdpWire(endpoint, options, socket);
        } catch (IOException e) {
            socket.close();
            throw new CannotConnectException(endpoint, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void send(ByteBuffer bytes) throws IOException {
        if (!bytes.hasRemaining()) {
            sendEmpty();
            return;
        }
        try {
            socket.send(new DatagramPacket(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()));
        } catch (PortUnreachableException e) {
            throw nobody();
        }
    }

    /**
     * Given an empty datagram, a connected socket of the JDK sends nothing at all; one that is not connected sends it. So
     * a second one does, on the same port. Connecting the first anew instead would throw away replies that wait in it.
     */
    private void sendEmpty() throws IOException {
        socket.setReuseAddress(true);
        try (DatagramSocket twin = new DatagramSocket(null)) {
            twin.setReuseAddress(true);
            twin.bind(socket.getLocalSocketAddress());
            twin.send(new DatagramPacket(new byte[0], 0, socket.getRemoteSocketAddress()));
        } finally {
            socket.setReuseAddress(false);
        }
    }

    @Override
    public int receive(ByteBuffer in) throws IOException {
        try {
            DatagramPacket packet = new DatagramPacket(in.array(), in.arrayOffset() + in.position(), in.remaining());
            socket.receive(packet);
            in.position(in.position() + packet.getLength());
            return packet.getLength();
        } catch (SocketTimeoutException e) {
            throw new ReplyTimeoutException(endpoint, options.replyTimeout());
        } catch (PortUnreachableException e) {
            throw nobody();
        }
    }

    private CannotConnectException nobody() {
        return new CannotConnectException(endpoint, "nobody listens on that UDP port");
    }

    @Override
    public void endOutput() {}

    @Override
    public void close() {
        socket.close();
    }
}
