package dev.parley.engine;

import dev.parley.core.AdmissionLimits;
import dev.parley.core.Endpoint;
import dev.parley.core.Peer;
import dev.parley.core.Timeouts;
import java.time.Duration;
import java.util.function.Predicate;

/** A server that listens. Safe for any thread. */
public interface RunningServer extends AutoCloseable {
    /** How a server ended. */
    enum Stopped {
        /** Every received request was answered and every reply handed to the operating system. */
        DRAINED,
        /** The grace time ran out and conversations were cut. */
        FORCED
    }

    /** Drain time of {@link #close}. */
    Duration DEFAULT_GRACE = Duration.ofSeconds(8);

    /** Where it listens, with the real port. */
    Endpoint endpoint();

    /** Conversations open now (UDP: peers remembered). */
    int clients();

    /** True while as many conversations are open as may be: the next client waits. Never over UDP, where it takes another's place. */
    boolean isFull();

    /**
     * Other limits from now on, while it goes on listening. Conversations that are open keep their timeouts; of a UDP server, idle
     * peers are forgotten by the new one at once. When more are open than may be, the next is admitted when enough have left. A
     * client whose address is no longer allowed stays until it leaves; over UDP, what it sends is dropped from now on. An engine with
     * fewer threads than clients that may be open has its threads as the limit, as it does when it starts.
     */
    void change(Timeouts timeouts, AdmissionLimits admission);

    /**
     * Whether new clients are served from now on, as they are at first. Where they are not, the server goes on listening, and closes
     * each client that connects at once; when it is full, as soon as one has left. Conversations that are open go on. Over UDP,
     * datagrams of peers that it does not know are dropped.
     */
    void admit(boolean newClients);

    /**
     * Ends conversations with these peers at once, as a stop does with those that it cuts; blocks for two seconds at most. Over UDP the
     * peers are forgotten, and are new ones with their next datagram. Not to be called on a loop of this server.
     *
     * @param which asked on any thread, of several at once
     * @return how many there were; those on a loop that a service holds for longer are ended later, and are not counted
     */
    int disconnect(Predicate<Peer> which);

    /**
     * Stops accepting at once, finishes what was received, flushes, closes; blocks until that is done or {@code grace}
     * is over. Idempotent: a later call waits for the first and gives the same answer.
     */
    Stopped stop(Duration grace);

    /** {@link #stop} with {@link #DEFAULT_GRACE}. */
    @Override
    default void close() {
        stop(DEFAULT_GRACE);
    }
}
