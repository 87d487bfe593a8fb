package dev.parley.client;

import dev.parley.core.Endpoint;
import java.io.IOException;
import java.io.Serial;

/** The server ended the conversation while a reply was due; the message distinguishes a normal close from a reset. */
public final class ServerClosedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private ServerClosedException(Endpoint endpoint, String how) {
        super(endpoint + how);
    }

    static ServerClosedException endsNormally(Endpoint endpoint) {
        return new ServerClosedException(endpoint, ": server closed");
    }

    /** On TLS: the connection ended and the server did not. */
    static ServerClosedException cut(Endpoint endpoint) {
        return new ServerClosedException(endpoint, ": the connection was cut: it ended without TLS's close_notify");
    }

    /** @param why text for the user */
    static ServerClosedException because(Endpoint endpoint, String why) {
        return new ServerClosedException(endpoint, ": " + why);
    }

    static ServerClosedException byReset(Endpoint endpoint) {
        return new ServerClosedException(endpoint, ": the connection was reset by the server");
    }
}
