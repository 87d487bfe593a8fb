package dev.parley.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The other side of a UDP conversation as exact datagrams: a plain channel. One thread at a time. */
public final class RawDatagrams implements AutoCloseable {
    private static final int LONGEST_BYTES = 64 * 1024;

    private final DatagramChannel channel;

    private RawDatagrams(DatagramChannel channel) {
        this.channel = channel;
    }

    /** On any port of the loopback address. */
    public static RawDatagrams open() throws IOException {
        return on(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** On this address, so that a source can be chosen freely in 127.0.0.0/8. */
    public static RawDatagrams on(InetSocketAddress address) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            return new RawDatagrams(channel.bind(address));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Where it receives. */
    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    /** Sends one datagram; an empty one too. */
    public void send(byte[] datagram, InetSocketAddress to) throws IOException {
        channel.send(ByteBuffer.wrap(datagram), to);
    }

    /** The next datagram; fails after {@link RawPeer#PATIENCE}. */
    public byte[] receive() throws IOException {
        return receive(RawPeer.PATIENCE);
    }

    private byte[] receive(Duration patience) throws IOException {
        byte[] bytes = new byte[LONGEST_BYTES];
        java.net.DatagramPacket packet = new java.net.DatagramPacket(bytes, bytes.length);
        channel.socket().setSoTimeout((int) patience.toMillis());
        channel.socket().receive(packet);
        return Arrays.copyOf(bytes, packet.getLength());
    }

    /** The next datagram if it is here already. */
    public byte @Nullable [] receiveNow() throws IOException {
        ByteBuffer datagram = ByteBuffer.allocate(LONGEST_BYTES);
        channel.configureBlocking(false);
        try {
            return channel.receive(datagram) == null ? null : Arrays.copyOf(datagram.array(), datagram.position());
        } finally {
            channel.configureBlocking(true);
        }
    }

    /** True when nothing comes for this long. */
    public boolean hearsNothingFor(Duration time) throws IOException {
        try {
            receive(time);
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
