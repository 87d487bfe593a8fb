package dev.parley.load;

import dev.parley.result.Outcome;
import java.nio.channels.SelectionKey;
import java.util.OptionalDouble;

/** One client: its requests and its channel. Used by its loop's thread alone. */
interface LoadClient {
    /** Starts to connect. */
    void open();

    /** True once requests can be sent. */
    boolean isOpen();

    /** True once requests could be sent, whatever has happened since. */
    boolean everOpen();

    /** True while an attempt to connect is under way. */
    boolean isOpening();

    ClientRequests requests();

    /** How unevenly replies come; empty on TCP, and with fewer than two replies. */
    default OptionalDouble jitterNanos() {
        return OptionalDouble.empty();
    }

    /** A phase begins, and the clock anew at 0: what was noted on the old one is void. */
    void begin(RunPhase phase);

    /**
     * Nothing more is sent: what is owed counts at its age.
     *
     * @param owed what becomes of it
     */
    default void end(long nowNanos, Outcome owed) {
        requests().end(nowNanos, owed);
    }

    /** Sends what is due, as far as depth and socket allow. */
    void pump();

    /** The channel is ready for something; the poll's clock knows since when. */
    void onReady(SelectionKey key);

    /** Looks at deadlines; called every few milliseconds. */
    void sweep(long nowNanos);

    void close();
}
