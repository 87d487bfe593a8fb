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
    public void transferred(Peer peer, long messages, long receivedBytes, long sentBytes) {
        first.transferred(peer, messages, receivedBytes, sentBytes);
        second.transferred(peer, messages, receivedBytes, sentBytes);
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
