package dev.parley.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What a client's bytes travel on. One thread may send while another receives. */
interface Wire extends AutoCloseable {
    /** Sends all of it; blocks. On a datagram wire, as one datagram. */
    void send(ByteBuffer bytes) throws IOException;

    /**
     * Receives what is there, waiting for the first byte; on a datagram wire, one datagram.
     *
     * @return bytes put into the buffer, or -1 when the server has ended its side
     */
    int receive(ByteBuffer in) throws IOException;

    /** Ends our sending side. */
    void endOutput() throws IOException;

    @Override
    void close() throws IOException;
}
