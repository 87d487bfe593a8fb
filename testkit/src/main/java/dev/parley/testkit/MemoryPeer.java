package dev.parley.testkit;

import dev.parley.core.Peer;

/** A peer without a socket. */
public record MemoryPeer(long number, String address, boolean loopback) implements Peer {
    /** The first client, on this machine. */
    public static final MemoryPeer FIRST = new MemoryPeer(0, "127.0.0.1:40000", true);
}
