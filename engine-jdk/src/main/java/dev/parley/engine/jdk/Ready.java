package dev.parley.engine.jdk;

import java.nio.channels.SelectionKey;

/** What a selector loop calls when a channel it watches is ready; attached to the channel's key. On the loop's thread only. */
interface Ready {
    /** The channel is ready. Must not throw: a fault of one channel is its own. */
    void ready(SelectionKey key);

    /**
     * Called now and then: time to look at deadlines.
     *
     * @param late how many nanoseconds later than planned, which is not the fault of any peer
     */
    void sweep(long now, long late);
}
