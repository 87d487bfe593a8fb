package dev.parley.compare;

import java.io.IOException;
import java.io.Serial;

/** A server that was started did not come up. The message names it and repeats its own last line. */
public final class ServerStartException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    ServerStartException(String message) {
        super(message);
    }
}
