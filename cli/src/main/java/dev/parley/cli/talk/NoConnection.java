package dev.parley.cli.talk;

import dev.parley.core.Endpoint;
import dev.parley.services.ClientSide.Original;

/** The message where there is no server, in the words of a service's original client. */
final class NoConnection {
    private NoConnection() {}

    /**
     * The original's line, which names the host alone, and the port; or the path of a Unix socket.
     *
     * @param typed the endpoint as typed
     */
    static String text(Original original, String typed, Endpoint endpoint) {
        if (endpoint.isUnix()) {
            return original.cannotConnect().apply(typed, endpoint.place());
        }
        String host = endpoint.hostOrLoopback();
        String written = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return original.cannotConnect().apply(typed, written) + ":" + endpoint.port();
    }
}
