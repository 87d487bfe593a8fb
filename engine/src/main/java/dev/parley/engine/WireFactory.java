package dev.parley.engine;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Lays a wire over an accepted connection. Safe for any thread. */
@FunctionalInterface
public interface WireFactory {
    /**
     * Makes the wire of one conversation; must not block.
     *
     * @param channel the wire's from now on, unless this throws
     */
    Wire over(SocketChannel channel) throws IOException;
}
