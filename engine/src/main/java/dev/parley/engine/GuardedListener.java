package dev.parley.engine;

import dev.parley.core.Address;
import dev.parley.core.Peer;
import java.time.Duration;

/** Keeps what a listener throws away from the conversation it is called for. */
record GuardedListener(ServerListener listener) implements ServerListener {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");

    static ServerListener around(ServerListener listener) {
        return listener.equals(ServerListener.NONE) || listener instanceof GuardedListener
                ? listener
                : new GuardedListener(listener);
    }

    private static void guard(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    private static void failed(Throwable e) {
        LOG.log(System.Logger.Level.ERROR, "a server's listener failed", e);
    }

    @Override
    public void accepted(Peer peer) {
        guard(() -> listener.accepted(peer));
    }

    @Override
    public void refused(Address client, RefusalReason reason) {
        guard(() -> listener.refused(client, reason));
    }

    @Override
    public void closed(Peer peer, CloseReason reason) {
        guard(() -> listener.closed(peer, reason));
    }

    @Override
    public void transferred(Peer peer, long messages, long receivedBytes, long sentBytes) {
        try { // not through a lambda: this is called with every read
            listener.transferred(peer, messages, receivedBytes, sentBytes);
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    @Override
    public void dropped(Address source, DropReason reason) {
        guard(() -> listener.dropped(source, reason));
    }

    @Override
    public void serverFailed(Throwable cause) {
        guard(() -> listener.serverFailed(cause));
    }

    @Override
    public void loopStalled(String loop, Duration soFar) {
        guard(() -> listener.loopStalled(loop, soFar));
    }
}
