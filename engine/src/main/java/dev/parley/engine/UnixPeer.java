package dev.parley.engine;

import dev.parley.core.Peer;
import dev.parley.core.UnixPath;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/**
 * A peer on a Unix socket: it has no address of its own, so it is known by the socket it came through.
 *
 * @param address the server's
 * @param channel of its conversation, whose engine uses it
 */
public record UnixPeer(long number, UnixPath address, SocketChannel channel) implements Peer {
    @Override
    public String host() {
        return "";
    }

    @Override
    public boolean loopback() {
        return true;
    }

    /**
     * Whose process connected: the user's name, or number where it has none. Empty where the system does not say, or the conversation is
     * over. Asks the system, which may look names up elsewhere: may block.
     */
    public Optional<String> user() {
        try {
            return Optional.of(
                    channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName());
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }
}
