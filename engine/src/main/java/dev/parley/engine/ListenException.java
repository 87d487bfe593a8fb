package dev.parley.engine;

import dev.parley.core.Endpoint;
import java.io.IOException;
import java.io.Serial;

/** An address cannot be listened on. The message names it and the way out. */
public final class ListenException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        PORT_IN_USE,
        NO_PERMISSION,
        NOT_OUR_ADDRESS,
        UNKNOWN_HOST
    }

    private final Reason reason;

    private ListenException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    static ListenException unknownHost(Endpoint endpoint) {
        return new ListenException(
                Reason.UNKNOWN_HOST,
                "cannot listen on " + endpoint + ": there is no host '" + endpoint.hostOrLoopback() + "'");
    }

    /** The JDK distinguishes these cases only by the system's message. */
    static IOException of(Endpoint endpoint, IOException cause) {
        String words = String.valueOf(cause.getMessage());
        String where = "cannot listen on " + endpoint + ": ";
        if (words.contains("in use")) {
            return new ListenException(
                    Reason.PORT_IN_USE,
                    where + "the port is in use; stop the other program, or choose another port (0 takes a free one)");
        }
        if (words.contains("ermission denied")) {
            return new ListenException(
                    Reason.NO_PERMISSION, where + "no permission for this port; choose one from 1024 up");
        }
        if (words.contains("annot assign")) {
            return new ListenException(
                    Reason.NOT_OUR_ADDRESS,
                    where + "this machine has no such address; 127.0.0.1 and 0.0.0.0 always work");
        }
        return new IOException(where + words, cause);
    }
}
