package dev.parley.core;

/** Who is on the other side of a conversation. */
public interface Peer {
    /** The running number of the conversation on its server, from 0 in the order of acceptance. */
    long number();

    /** The peer's address as {@code 127.0.0.1:34394}; for people and logs. */
    String address();

    /** True when the peer's address is a loopback address of this machine. */
    boolean loopback();
}
