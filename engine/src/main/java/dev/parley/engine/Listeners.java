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

    public static DatagramChannel udp(Endpoint endpoint) throws IOException {
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

    /** The endpoint with the port the system gave. */
    public static Endpoint bound(Endpoint endpoint, NetworkChannel channel) throws IOException {
        return endpoint.withPort(((InetSocketAddress) channel.getLocalAddress()).getPort());
    }
}
