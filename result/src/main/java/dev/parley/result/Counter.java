package dev.parley.result;

import java.util.Locale;

/** What a run counts besides the outcomes of its requests. */
public enum Counter {
    /** Requests that came due in the measured time. */
    DUE,
    /** Of these, those sent. */
    SENT,
    /** Clients without a connection when the run began. */
    UNCONNECTED,
    /** Connections made again after the server had closed one, normally or not. */
    RECONNECTED,
    /** Failed attempts to do so; on UDP, "port unreachable". */
    REFUSED,
    /** Replies to requests already given up (UDP). */
    LATE,
    /** Second replies to one request (UDP). */
    DUPLICATE,
    /** Replies that came in time and after one to a later request of the same client (UDP; RFC 4737). */
    REORDERED,
    /** Replies that match no request. */
    UNEXPECTED;

    /** As result files write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
