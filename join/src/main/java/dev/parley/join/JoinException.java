package dev.parley.join;

import java.io.IOException;
import java.io.Serial;

/** Several load generators do not become one, or no longer. The message is for the user and names the generator. */
public final class JoinException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean unavailable;

    private JoinException(String message, boolean unavailable) {
        super(message);
        this.unavailable = unavailable;
    }

    static JoinException failed(String message) {
        return new JoinException(message, false);
    }

    static JoinException unavailable(String message) {
        return new JoinException(message, true);
    }

    /** True when there is no coordinator to connect to, or its port cannot be listened on. */
    public boolean unavailable() {
        return unavailable;
    }
}
