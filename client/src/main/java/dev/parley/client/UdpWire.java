package dev.parley.client;

import dev.parley.core.Endpoint;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** A UDP socket that receives from one server only. */
record UdpWire(Endpoint endpoint, DatagramChannel channel) implements Wire {
    /** Old replies discarded at most: a server that floods the client must not keep it from sending. */
    private static final int MOST_DISCARDED = 10_000;

    static UdpWire connect(Endpoint endpoint, ClientOptions options) throws IOException {
        SocketAddress address = ServerAddress.of(endpoint, options.connectTimeout());
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.connect(address);
            return new UdpWire(endpoint, channel);
        } catch (IOException e) {
            channel.close();
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
            channel.socket()
                    .send(new DatagramPacket(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()));
        } catch (PortUnreachableException e) {
            throw portUnreachable();
        }
    }

    /**
     * Given an empty datagram, a connected socket of the JDK sends nothing; one that is not connected sends it. So
     * a second one does, on the same port. Connecting the first anew instead would throw away replies that wait in it.
     */
    private void sendEmpty() throws IOException {
        DatagramSocket socket = channel.socket();
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
    public int receive(ByteBuffer in, long deadlineNanos) throws IOException {
        try {
            DatagramPacket packet = new DatagramPacket(in.array(), in.arrayOffset() + in.position(), in.remaining());
            channel.socket().setSoTimeout(Deadline.millisLeft(deadlineNanos));
            channel.socket().receive(packet);
            in.position(in.position() + packet.getLength());
            return packet.getLength();
        } catch (PortUnreachableException e) {
            throw portUnreachable();
        }
    }

    @Override
    public void discardArrived() throws IOException {
        ByteBuffer first = ByteBuffer.allocate(1); // what does not fit is discarded by the system
        channel.configureBlocking(false);
        try {
            for (int i = 0; i < MOST_DISCARDED && channel.receive(first) != null; i++) {
                first.clear();
            }
        } catch (PortUnreachableException e) {
            throw portUnreachable();
        } finally {
            channel.configureBlocking(true);
        }
    }

    private CannotConnectException portUnreachable() {
        return new CannotConnectException(endpoint, "nobody listens on that UDP port");
    }

    @Override
    public void endOutput() {}

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
