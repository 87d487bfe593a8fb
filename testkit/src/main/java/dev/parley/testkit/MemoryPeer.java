package dev.parley.testkit;

import dev.parley.core.Address;
import dev.parley.core.HostPort;
import dev.parley.core.Peer;

/** A peer without a socket. */
public record MemoryPeer(long number, String host, int port, boolean loopback) implements Peer {
    /** The first client, on this machine. */
    public static final MemoryPeer FIRST = new MemoryPeer(0, "127.0.0.1", 40_000, true);

    @Override
    public Address address() {
        return new HostPort(host, port);
    }
}
