package dev.parley.client;

import dev.parley.core.Endpoint;
import java.io.IOException;
import java.io.Serial;

/** The server ended the conversation while a reply was due. */
public final class ServerClosedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean orderly;

    ServerClosedException(Endpoint endpoint, boolean orderly) {
        super(endpoint + (orderly ? ": server closed" : ": the connection was reset by the server"));
        this.orderly = orderly;
    }

    /** True when it closed in good order, false when it reset the connection. */
    public boolean orderly() {
        return orderly;
    }
}
