package dev.parley.engine;

import dev.parley.core.Address;
import dev.parley.core.Peer;
import java.time.Duration;

/**
 * Called with each event on a server as it happens: for counts, metrics and tests. Nothing here is needed to serve.
 *
 * <p>Calls come from whatever thread runs the conversation, from several at once. They must be quick and must not block; what one
 * throws is logged and otherwise ignored.
 */
public interface ServerListener {
    /** Does nothing. */
    ServerListener NONE = new ServerListener() {};

    /** This one and then another, each called with everything. */
    default ServerListener and(ServerListener other) {
        return BothListeners.of(this, other);
    }

    /** A conversation begins. On UDP, with the first datagram of a peer that is not known. */
    default void accepted(Peer peer) {}

    /** A client connected and was closed at once. */
    default void refused(Address client, RefusalReason reason) {}

    /** A conversation is over. Once for each {@link #accepted}. */
    default void closed(Peer peer, CloseReason reason) {}

    /**
     * What went to and fro since the last call, mostly with one read and the writes that follow from it, on UDP with each datagram.
     * Nothing is called more often.
     *
     * @param messages received in full and handed to the service
     * @param receivedBytes that were read
     * @param sentBytes that were handed to the operating system
     */
    default void transferred(Peer peer, long messages, long receivedBytes, long sentBytes) {}

    /** A datagram was not served. */
    default void dropped(Address source, DropReason reason) {}

    /**
     * A thread without which the server cannot serve has died; new clients are refused from now on. What supervises the process
     * should end it: {@link RunningServer#stop} ends what is left.
     */
    default void serverFailed(Throwable cause) {}

    /** An event loop has been with one conversation for this long and still is; once for each such call. */
    default void loopStalled(String loop, Duration soFar) {}
}
