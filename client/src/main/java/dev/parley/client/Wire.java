package dev.parley.client;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/** What a client's bytes travel on. One thread may send while another receives. */
interface Wire extends AutoCloseable {
    /**
     * Sends all of it; blocks. On a datagram wire, as one datagram.
     *
     * @throws ReplyTimeoutException when the server does not take it in time; then the wire is closed
     */
    void send(ByteBuffer bytes) throws IOException;

    /**
     * Receives what is there, waiting for the first byte; on a datagram wire, one datagram.
     *
     * @param deadlineNanos reading of {@link System#nanoTime} at which the wait ends
     * @return bytes put into the buffer, or -1 when the server has ended its side
     * @throws SocketTimeoutException when there was nothing until the deadline
     */
    int receive(ByteBuffer in, long deadlineNanos) throws IOException;

    /** Throws away what has arrived and was not received, where no order binds it to requests: on a datagram wire. */
    default void discardArrived() throws IOException {}

    /**
     * After the server's end: whether a reset followed, as it does when the server had not read all of the request. Our side
     * must be open; blocks for a moment, and nothing can be sent afterwards.
     */
    default boolean resetFollows() {
        return false;
    }

    /** Ends our sending side. */
    void endOutput() throws IOException;

    /**
     * Whether {@link #close} is to look like a normal end, as at first, or like a broken connection: then the server
     * cannot take what was sent so far for all there is. On a stream; it counts as well when the process is killed.
     */
    default void breakOnClose(boolean broken) throws IOException {}

    @Override
    void close() throws IOException;
}
