package dev.parley.engine.jdk;

import dev.parley.engine.Wire;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * The drain of one conversation that has a thread of its own: what had arrived when it began is served, and nothing after that.
 *
 * <pre>
 *   the thread is busy           it reads without waiting until nothing is there, or a receive buffer full was
 *   the thread waits in read     the drain's thread looks a few times, then ends the reading under it
 * </pre>
 *
 * Used by the conversation's thread, and by the drain's with the conversation's lock; only {@link #begin} is for any thread.
 */
final class ThreadDrain {
    private static final int LOOKS = 2;
    /** A Unix socket cannot be asked whether something has arrived: its thread has four times longer to read it. */
    private static final int LOOKS_ON_UNIX = 5;

    private final SocketChannel channel;
    private final Wire wire;
    private final boolean unix;
    private volatile boolean begun;
    /** The drain has ended the reading of what may still arrive. */
    private volatile boolean inputShut;
    /** All that had arrived when the drain began is with the session. */
    private boolean complete;

    private long mayStillArrive = Long.MAX_VALUE;
    private long steps;
    /** How many steps there had been when the conversation was last looked at. */
    private long stepsAtLook = -1;
    /** How often in a row it was seen so. */
    private int quietLooks;

    ThreadDrain(SocketChannel channel, Wire wire, boolean unix) {
        this.channel = channel;
        this.wire = wire;
        this.unix = unix;
    }

    void begin() {
        begun = true;
    }

    /** True while the conversation's thread reads what had arrived, without waiting for more. */
    boolean readsTheRest() {
        return begun && !complete;
    }

    /** So much of the rest was read: no more than the kernel can have held, so that a peer that keeps sending cannot hold up the drain. */
    void rest(int bytes) throws IOException {
        mayStillArrive = Math.min(mayStillArrive, channel.getOption(StandardSocketOptions.SO_RCVBUF))
                - Math.max(bytes, SelectorConnection.LEAST_BYTES_OF_A_READ);
    }

    /** The thread has something to do. */
    void stepBegins() {
        steps++;
    }

    /**
     * Whether this read was the last; true once.
     *
     * @param read the number of bytes; 0 when there were none, where the wire knows whether more is there
     */
    boolean completedBy(int read) {
        return completes((read == 0 && !wire.buffered()) || mayStillArrive <= 0);
    }

    /** Whether the end of the input that was read is the one the drain has made; true once. */
    boolean completedByEnd() {
        return completes(inputShut);
    }

    private boolean completes(boolean now) {
        boolean first = now && !complete;
        complete |= now;
        return first;
    }

    /**
     * Ends the reading of a conversation that is quiet. It takes some looks, some time apart, without a step in between, so that a peer
     * whose next request is just arriving is served as well.
     *
     * @param quiet whether its thread waits in read and nothing is owed
     */
    void look(boolean quiet) throws IOException {
        boolean nothingThere = quiet
                && !inputShut
                && channel.isConnected()
                && (unix || channel.socket().getInputStream().available() == 0);
        quietLooks = !nothingThere ? 0 : stepsAtLook == steps ? quietLooks + 1 : 1;
        stepsAtLook = steps;
        if (quietLooks == (unix ? LOOKS_ON_UNIX : LOOKS)) {
            inputShut = true;
            wire.endInput();
        }
    }
}
