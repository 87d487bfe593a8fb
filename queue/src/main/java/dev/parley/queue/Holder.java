package dev.parley.queue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One that holds leases: a connection, a worker. Its messages are nobody else's until it deletes, releases or buries them, the
 * time to run of one is over, or the holder is closed. It watches no tube at first. Safe for any thread.
 */
public interface Holder extends AutoCloseable {
    /** As a time to wait: until there is a message. */
    Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    /**
     * The store it is of, for what is to take effect in order with what this holder does. Not to be closed; of use while the holder
     * is.
     */
    MessageStore store();

    /** Puts go to this tube, which exists while it is used. For the counts of {@link TubeStats} alone: a put names its tube. */
    void use(String tube);

    /** Reserves from this tube too. */
    void watch(String tube);

    /** No longer reserves from this tube. */
    void ignore(String tube);

    /**
     * Reserves the next message of the watched tubes, if need be when there is one: who waits longest for a tube gets its next
     * message. One at a time: throws {@link IllegalStateException} into the answer while another reserve of this holder waits.
     *
     * @param wait zero answers at once
     * @return a message, or that none came in time, or that a lease is about to end: see {@link Reservation}
     */
    CompletableFuture<Reservation> reserve(Duration wait);

    /**
     * Reserves what is ready of the watched tubes, without waiting.
     *
     * @param most messages, at least 1
     * @param mostBytes of their bodies together; the first may have more
     */
    CompletableFuture<Batch> reserveBatch(int most, long mostBytes);

    /** Reserves this message, unless there is none with this number or somebody holds it. */
    CompletableFuture<Optional<Message>> reserve(long id);

    /** Answers a waiting reserve with {@link Reservation.TimedOut}; without one, does nothing. */
    void stopWaiting();

    /** Forgets a message that this holder has, or nobody. False when there is none. */
    CompletableFuture<Boolean> delete(long id);

    /**
     * Gives a message back that this holder has; false when it does not have it.
     *
     * @param priority its priority from now on, 0 to 2^32-1
     * @param delay how long it is not ready
     */
    CompletableFuture<Boolean> release(long id, long priority, Duration delay);

    /** Gives a message back that this holder has, so that nobody gets it before it is kicked; false when it does not have it. */
    CompletableFuture<Boolean> bury(long id, long priority);

    /** Begins the time to run anew of a message that this holder has; false when it does not have it. */
    CompletableFuture<Boolean> touch(long id);

    /**
     * Gives back everything, each message to where it stood, ends a waiting reserve and refuses what is called afterwards, with
     * {@link StoreException.Kind#CLOSED}. A message whose answer is under way comes back too. Idempotent, never blocks.
     */
    @Override
    void close();
}
