package dev.parley.client;

import dev.parley.core.Endpoint;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/** No reply came in time. */
public final class ReplyTimeoutException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    ReplyTimeoutException(Endpoint endpoint, Duration timeout) {
        super(endpoint + ": no reply within " + timeout.toMillis() + " ms");
    }
}
