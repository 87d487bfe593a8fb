package dev.parley.engine;

import dev.parley.core.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;

/** Opens listening sockets; on failure nothing stays open. */
public final class Listeners {
    /** The kernel cuts it to net.core.somaxconn; clients beyond our permits wait here. */
    static final int BACKLOG = 4096;

    private Listeners() {}

    static ServerSocketChannel tcp(Endpoint endpoint) throws IOException {
        InetSocketAddress address = address(endpoint);
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            // A restart must not wait for the last run's connections in TIME_WAIT.
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return channel.bind(address, BACKLOG);
        } catch (IOException e) {
            channel.close();
            throw ListenException.of(endpoint, e);
        }
    }

    /**
     * A socket for datagrams, where the specification says.
     *
     * @throws ListenException when the address cannot be listened on
     */
    public static DatagramChannel udp(ServerSpec spec) throws IOException {
        if (spec.socket() != null) {
            return (DatagramChannel) spec.socket().channel();
        }
        Endpoint endpoint = spec.endpoint();
        InetSocketAddress address = address(endpoint);
        DatagramChannel channel = DatagramChannel.open();
        try {
            return channel.bind(address);
        } catch (IOException e) {
            channel.close();
            throw ListenException.of(endpoint, e);
        }
    }

    private static InetSocketAddress address(Endpoint endpoint) throws ListenException {
        InetSocketAddress address = new InetSocketAddress(endpoint.hostOrLoopback(), Math.max(0, endpoint.port()));
        if (address.isUnresolved()) {
            throw ListenException.unknownHost(endpoint);
        }
        return address;
    }

    /** The endpoint of a specification, with the port that this channel for it has. */
    public static Endpoint bound(ServerSpec spec, NetworkChannel channel) throws IOException {
        return spec.socket() == null
                ? bound(spec.endpoint(), channel)
                : spec.socket().bound(spec.endpoint());
    }

    /** The endpoint with the port the system gave. */
    static Endpoint bound(Endpoint endpoint, NetworkChannel channel) throws IOException {
        return endpoint.withPort(((InetSocketAddress) channel.getLocalAddress()).getPort());
    }
}
