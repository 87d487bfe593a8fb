package dev.parley.engine;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What the bytes of one conversation travel on: a TCP connection, or a layer over one. Sessions and engines use nothing else
 * of the transport. One thread reads at a time and one writes at a time; both may be the same.
 *
 * <p>On an event loop no method blocks. Where a conversation has a thread of its own, reading blocks until something is there.
 */
public interface Wire {
    /** What a wire waits for on its own account, such as the next step of a handshake. */
    enum Wants {
        /** Nothing: the conversation decides. */
        NOTHING,
        /** Bytes from the peer, before anything can be read or written. */
        TO_READ,
        /** Room to write, before anything can be read or written. */
        TO_WRITE
    }

    /**
     * Reads what is there into the buffer, which stays the caller's.
     *
     * @return bytes read; 0 when there are none now, or when what was read had none for the conversation; -1 when the peer has ended its sending side normally
     * @throws IOException when the connection is lost: reset by the peer, cut in the middle, or closed by another thread
     */
    int read(ByteBuffer in) throws IOException;

    /**
     * Writes what the connection takes of the buffer, which stays the caller's.
     *
     * @return bytes taken from the buffer; 0 when there is no room now
     * @throws IOException when the connection is lost
     */
    int write(ByteBuffer out) throws IOException;

    /** What it waits for on its own account. Until that is done, the engine watches for nothing else and calls {@link #read}. */
    Wants wants();

    /** False until a conversation can begin, as during a handshake; {@link #wants} is then not {@code NOTHING}. */
    default boolean established() {
        return true;
    }

    /** True when {@link #read} may have bytes to give although nothing new arrives from the peer, also after it has just given none. */
    boolean buffered();

    /**
     * Ends our sending side normally, behind all that was written.
     *
     * @return false when it has to be called again once there is room to write
     */
    boolean endOutput() throws IOException;

    /** Whether a normal end is something to write, so that closing alone does not show it to a peer that has ended before us. */
    default boolean writesItsEnd() {
        return false;
    }

    /** Ends our receiving side: a read in progress, or a later one, answers -1. From any thread. */
    void endInput() throws IOException;

    /**
     * Whether the peer sees a reset, and not a normal end, when {@link #close} is called or this process dies; off at first.
     * From any thread.
     */
    void abortive(boolean on);

    /** Frees everything. From any thread; a read or write in progress throws an {@link IOException}. Idempotent. */
    void close();
}
