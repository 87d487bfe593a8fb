package dev.parley.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/**
 * Where queued messages live, in named tubes. Safe for any thread; nothing here blocks its caller. What one {@link Holder} does,
 * and what is done through the store that it gives, takes effect in the order it was called in; what is called before the answer
 * to something of another's is there may take effect before it.
 *
 * <p>An answer comes when it is safe: in memory at once, on the caller's thread; from a disk when it is synced, on a thread of
 * the store's. What hangs on an answer must therefore be short and must not block. A refusal completes the answer with a
 * {@link StoreException}, which says what kind it is and why in a sentence for a person; "no such message" is an ordinary answer.
 *
 * <pre>
 *   put ----------> READY -- reserve --> RESERVED -- delete --> gone
 *    |  delay        ^ ^ ^                | |  '---- bury ----> BURIED
 *    '--> DELAYED ---' | '----------------' |                      |
 *            ^   due   |  release, deadline,'- release with delay  |
 *            |         |  close                                    |
 *            '---------|---------------------'                     |
 *                      '----------------- kick --------------------'
 * </pre>
 *
 * <p>The next message is the one with the smallest priority, then the smallest number; a message keeps its number, so that one
 * that comes back stands where it stood. A tube exists while it holds messages or a {@link Holder} refers to it, the default one
 * always. Tube names are any non-empty text: which names are allowed is the protocol's business.
 */
public interface MessageStore extends AutoCloseable {
    /** The tube of those that name none; it always exists. */
    String DEFAULT_TUBE = "default";

    /** How long a tube knows the key of a {@link #putOnce}. */
    Duration KEY_LIFE = Duration.ofMinutes(10);

    /** What this store can do beside first in, first out; all else it refuses with {@link StoreException.Kind#UNSUPPORTED}. */
    Set<Ability> abilities();

    /** What its answers promise. */
    Acknowledgement acknowledgement();

    /**
     * Stores a message: its number, from 1, never given twice. Refused when the store is full, draining or cannot write.
     *
     * @param message its body is the store's from now on
     */
    CompletableFuture<Long> put(NewMessage message);

    /**
     * Stores a message, unless its tube stored one with this key within {@link #KEY_LIFE}: then the answer is that one's number,
     * wherever that message is by now. For a producer that does not know what became of a put. A key is as safe as its message;
     * in memory only the last {@value RecentKeys#MOST} are known.
     *
     * @param key any text; a tube's own
     */
    CompletableFuture<Long> putOnce(String key, NewMessage message);

    /** Names what it keeps: servers that share messages and keys say the same. */
    String identity();

    /** One that reserves messages and holds them: a connection, a worker. To be closed. */
    Holder holder();

    /** The message with this number, in whatever state; it stays where it is. */
    CompletableFuture<Optional<Message>> peek(long id);

    /**
     * The next message of a tube in this state; it stays where it is. Of the delayed, the one due first; of the buried, the one
     * buried first.
     *
     * @param state not {@code RESERVED}, which has no order
     */
    CompletableFuture<Optional<Message>> peek(String tube, MessageState state);

    /**
     * Makes buried messages of a tube ready, those buried first; if none is buried, delayed ones, those due first.
     *
     * @param bound at most so many
     * @return how many
     */
    CompletableFuture<Long> kick(String tube, long bound);

    /** Makes one buried or delayed message ready. False when there is none with this number. */
    CompletableFuture<Boolean> kick(long id);

    /** Forgets a message that nobody holds. False when there is none with this number, or somebody holds it. */
    CompletableFuture<Boolean> delete(long id);

    /** Messages of a tube in this state, in their order, at most so many. */
    CompletableFuture<List<MessageStats>> list(String tube, MessageState state, int limit);

    /** Forgets all messages of a tube that nobody holds: how many. What is put meanwhile may be among them. */
    CompletableFuture<Long> purge(String tube);

    /** Hands out no message of this tube for so long; zero ends a pause. False when there is no such tube. */
    CompletableFuture<Boolean> pause(String tube, Duration time);

    /** From now on, refuses every put with {@link StoreException.Kind#DRAINING}, or no longer does. */
    void setDraining(boolean draining);

    /** Messages stored, those held included, as far as known now. Never waits. */
    long size();

    CompletableFuture<StoreStats> stats();

    /** Of one tube; empty when there is no such tube. */
    CompletableFuture<Optional<TubeStats>> stats(String tube);

    /** Of one message; empty when there is none with this number. */
    CompletableFuture<Optional<MessageStats>> stats(long id);

    /** The tubes there are, in order of their names. */
    CompletableFuture<List<String>> tubes();

    /**
     * Has each commit timed from now on that makes safe what was changed: of all that has gathered, together, before it is answered. In
     * nanoseconds, on the thread that commits, so that what is called must be short and must not block. Commits that fail are not
     * counted; a store that commits nothing, as one in memory, never calls it. A later call replaces an earlier one; until the first no clock is looked at.
     */
    default void timeCommits(LongConsumer nanos) {}

    /** Answers what is under way and ends; whoever still waits for a message is refused. Idempotent. May block while a disk is synced. */
    @Override
    void close();
}
