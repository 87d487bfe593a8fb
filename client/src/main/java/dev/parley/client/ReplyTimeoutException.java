package dev.parley.client;

import dev.parley.core.Endpoint;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;

/** No whole reply came in time, or the server did not take a request in time; the message names which. */
public final class ReplyTimeoutException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private ReplyTimeoutException(Endpoint endpoint, String what, Duration timeout, String more) {
        super(endpoint + ": " + what + " within " + timeout.toMillis() + " ms" + more);
    }

    /** @param arrivedBytes how much of a reply came */
    static ReplyTimeoutException noReply(Endpoint endpoint, Duration timeout, long arrivedBytes) {
        return arrivedBytes == 0
                ? new ReplyTimeoutException(endpoint, "no reply", timeout, "")
                : new ReplyTimeoutException(
                        endpoint, "no whole reply", timeout, "; " + arrivedBytes + " bytes of one came");
    }

    static ReplyTimeoutException notTaken(Endpoint endpoint, Duration timeout) {
        return new ReplyTimeoutException(endpoint, "the server did not take the request", timeout, "");
    }
}
