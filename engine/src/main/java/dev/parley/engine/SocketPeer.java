package dev.parley.engine;

import dev.parley.core.Address;
import dev.parley.core.HostPort;
import dev.parley.core.Peer;
import java.net.InetSocketAddress;

/** A peer known by its socket address; text is made only on demand. */
public record SocketPeer(long number, InetSocketAddress socketAddress) implements Peer {
    @Override
    public Address address() {
        return addressOf(socketAddress);
    }

    /** A socket's address as ours. */
    public static Address addressOf(InetSocketAddress socketAddress) {
        return new HostPort(socketAddress.getAddress().getHostAddress(), socketAddress.getPort());
    }

    @Override
    public String host() {
        return socketAddress.getAddress().getHostAddress();
    }

    @Override
    public boolean loopback() {
        return socketAddress.getAddress().isLoopbackAddress();
    }
}
