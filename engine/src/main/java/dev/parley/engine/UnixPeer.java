package dev.parley.engine;

import dev.parley.core.Peer;
import dev.parley.core.UnixPath;

/**
 * A peer on a Unix socket: it has no address of its own, so it is known by the socket it came through.
 *
 * @param address the server's
 */
public record UnixPeer(long number, UnixPath address) implements Peer {
    @Override
    public String host() {
        return "";
    }

    @Override
    public boolean loopback() {
        return true;
    }
}
