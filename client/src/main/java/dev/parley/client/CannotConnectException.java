package dev.parley.client;

import dev.parley.core.Endpoint;
import java.io.IOException;
import java.io.Serial;

/** There is no server to talk to. The message names the endpoint and the reason. */
public final class CannotConnectException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason text for the user */
    public CannotConnectException(Endpoint endpoint, String reason) {
        super("cannot connect to " + endpoint + ": " + reason);
        this.reason = reason;
    }

    /** Text for the user, without the endpoint. */
    public String reason() {
        return reason;
    }
}
