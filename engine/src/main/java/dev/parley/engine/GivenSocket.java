package dev.parley.engine;

import dev.parley.core.Endpoint;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;

/**
 * A socket that others opened, bound and, if it takes connections, listen on already. Whoever is given it closes it; the file of a Unix
 * socket stays, since it is not ours.
 *
 * @param channel a {@link ServerSocketChannel}, or a {@link DatagramChannel} for UDP; in blocking mode
 * @param port where it listens, which its channel may not know; 0 on a Unix socket
 */
public record GivenSocket(NetworkChannel channel, int port) {
    void requireFor(Endpoint endpoint) {
        boolean fits =
                endpoint.isDatagram() ? channel instanceof DatagramChannel : channel instanceof ServerSocketChannel;
        if (!fits) {
            throw new IllegalArgumentException(endpoint + " cannot be served on " + channel);
        }
    }

    /** The endpoint, where the socket listens. */
    Endpoint bound(Endpoint endpoint) {
        return endpoint.isUnix() ? endpoint : endpoint.withPort(port);
    }
}
