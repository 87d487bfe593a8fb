package dev.parley.cli.control;

import java.io.Serial;

/** An action could not be done, and nothing has changed; the message says why. */
public final class ControlFailureException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    public ControlFailureException(String message) {
        super(message, null, false, false);
    }
}
