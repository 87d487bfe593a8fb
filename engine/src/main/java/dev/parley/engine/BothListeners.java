package dev.parley.engine;

import dev.parley.core.Address;
import dev.parley.core.Peer;
import java.time.Duration;

/** Two listeners as one, called in their order; what the first throws is kept from the second. */
record BothListeners(ServerListener first, ServerListener second) implements ServerListener {
    static ServerListener of(ServerListener first, ServerListener second) {
        if (first.equals(NONE)) {
            return second;
        }
        return second.equals(NONE)
                ? first
                : new BothListeners(GuardedListener.around(first), GuardedListener.around(second));
    }

    @Override
    public void accepted(Peer peer) {
        first.accepted(peer);
        second.accepted(peer);
    }

    @Override
    public void refused(Address client, RefusalReason reason) {
        first.refused(client, reason);
        second.refused(client, reason);
    }

    @Override
    public void closed(Peer peer, CloseReason reason) {
        first.closed(peer, reason);
        second.closed(peer, reason);
    }

    @Override
    public void messages(Peer peer, long count) {
        first.messages(peer, count);
        second.messages(peer, count);
    }

    @Override
    public void bytesReceived(Peer peer, int bytes) {
        first.bytesReceived(peer, bytes);
        second.bytesReceived(peer, bytes);
    }

    @Override
    public void bytesSent(Peer peer, int bytes) {
        first.bytesSent(peer, bytes);
        second.bytesSent(peer, bytes);
    }

    @Override
    public void dropped(Address source, DropReason reason) {
        first.dropped(source, reason);
        second.dropped(source, reason);
    }

    @Override
    public void serverFailed(Throwable cause) {
        first.serverFailed(cause);
        second.serverFailed(cause);
    }

    @Override
    public void loopStalled(String loop, Duration soFar) {
        first.loopStalled(loop, soFar);
        second.loopStalled(loop, soFar);
    }
}
