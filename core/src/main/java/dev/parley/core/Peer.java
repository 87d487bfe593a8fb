package dev.parley.core;

/** The other side of a conversation. */
public interface Peer {
    /** The running number of the conversation on its server, from 0 in the order of acceptance. */
    long number();

    /** Where the peer is; as text for display and logs, {@code 127.0.0.1:34394}. On a Unix socket, the server's. */
    Address address();

    /**
     * What identifies the peer's machine, for counts and limits that hold for all its conversations: the numeric address without
     * the port, or the network where one machine has a whole network of addresses. Empty on a Unix socket, whose peers have none.
     */
    String host();

    /** True when the peer's address is a loopback address of this machine, or it came through a Unix socket. */
    boolean loopback();
}
