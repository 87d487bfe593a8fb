package dev.parley.engine;

import dev.parley.core.Address;
import dev.parley.core.HostPort;
import dev.parley.core.Peer;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;

/** A peer known by its socket address; text is made only on demand. */
public record SocketPeer(long number, InetSocketAddress socketAddress) implements Peer {
    private static final int NETWORK_BYTES = 8;

    @Override
    public Address address() {
        return addressOf(socketAddress);
    }

    /** A socket's address as ours. */
    public static Address addressOf(InetSocketAddress socketAddress) {
        return new HostPort(socketAddress.getAddress().getHostAddress(), socketAddress.getPort());
    }

    /** An IPv6 network of 64 bits counts as one machine: its owner can use any of its addresses. */
    @Override
    public String host() {
        InetAddress address = socketAddress.getAddress();
        if (!(address instanceof Inet6Address) || address.isLinkLocalAddress() || address.isLoopbackAddress()) {
            return address.getHostAddress();
        }
        byte[] network = address.getAddress();
        return HexFormat.of().formatHex(network, 0, NETWORK_BYTES) + "::/64";
    }

    @Override
    public boolean loopback() {
        return socketAddress.getAddress().isLoopbackAddress();
    }
}
