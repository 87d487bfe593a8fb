package dev.parley.engine;

import dev.parley.core.Peer;
import java.net.InetSocketAddress;

/** A peer known by its socket address; the text is made when someone asks. */
public record SocketPeer(long number, InetSocketAddress socketAddress) implements Peer {
    @Override
    public String address() {
        String host = socketAddress.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + socketAddress.getPort();
    }

    @Override
    public boolean loopback() {
        return socketAddress.getAddress().isLoopbackAddress();
    }
}
