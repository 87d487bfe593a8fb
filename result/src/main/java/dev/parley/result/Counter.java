package dev.parley.result;

import java.util.Locale;

/** What a run counts besides the outcomes of its requests. */
public enum Counter {
    /** Requests that came due in the measured time. */
    DUE,
    /** Of these, those sent. */
    SENT,
    /** Replies that came in the measured time, right or wrong; those awaited after its end are not among them. */
    REPLIES_IN_TIME,
    /** Requests that were due and without a reply when the measured time ended. */
    OPEN_AT_END,
    /** Clients without a connection when the run began. */
    UNCONNECTED,
    /** Connections made again after the server had closed one, normally or not. */
    RECONNECTED,
    /** Failed attempts to do so; on UDP, "port unreachable". */
    REFUSED,
    /** Attempts to connect for which this process could not open a socket. */
    NO_SOCKET,
    /** Attempts to connect for which this host had no local port left. */
    NO_PORT,
    /** Replies to requests already given up (UDP). */
    LATE,
    /** Second replies to one request (UDP). */
    DUPLICATE,
    /** Replies that came in time and after one to a later request of the same client (UDP; RFC 4737). */
    REORDERED,
    /** Replies that match no request. */
    UNEXPECTED,
    /** Datagrams that had reached this host and found no room in our sockets' receive buffers. */
    DROPPED_HERE,
    /** Bytes of requests, with their framing, that left for our sockets in the measured time. */
    BYTES_SENT,
    /** Bytes of replies, with their framing, that came in the measured time. */
    BYTES_RECEIVED;

    /** As result files write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
