package dev.parley.queue;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What is beneath a {@link StoreIndex}: messages by their numbers, and the orders in which those are found that nobody holds. A
 * message that is held is in none of these orders, but it is stored, as a ready one: when its process ends it comes back.
 *
 * <p>For one thread at a time. What cannot be written throws {@link StoreException} and has then changed nothing.
 */
public interface Backlog {
    /** A message with its body. */
    record Stored(Entry entry, byte[] body) {}

    /** The place of a ready message in the order of its tube. */
    record Place(long priority, long id) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int order = Long.compare(priority, other.priority);
            return order != 0 ? order : Long.compare(id, other.id);
        }
    }

    /**
     * Called first, once.
     *
     * @param held whether somebody holds the message with this number: it is in no order then
     */
    void open(LongPredicate held);

    /** The store's time when it was opened: times of messages that outlive a process go on from there. */
    long openedAtNanos();

    /** What each tube that is not empty holds; what is held counts as ready. */
    Map<String, MessageCounts> contents();

    /** The {@link StoreLimits#cost} of all messages. */
    long bytes();

    /** False when nothing can be written at present: then only what needs no writing is asked for. */
    boolean writable();

    /** Why puts, or all writes, are refused; {@code ok} when they are not. */
    String health();

    /** Stores a message, ready or due then, and numbers it. */
    Entry put(NewMessage message, MessageState state, long atNanos, long nowNanos);

    /**
     * The number of the message that a tube stored with this key.
     *
     * @param sinceNanos not before this time
     */
    OptionalLong storedWithKey(String tube, String key, long sinceNanos);

    /**
     * Notes the key of a message that was just put.
     *
     * @param sinceNanos keys from before this time are not asked for any more
     */
    void noteKey(String key, Entry entry, long sinceNanos);

    @Nullable
    Entry find(long id);

    /** Null when there is none; throws {@link StoreException} of kind {@code DAMAGED} when it is not what was put. */
    @Nullable
    Stored read(long id);

    /** The place of the next ready message. */
    @Nullable
    Place firstReady(String tube);

    /** The place of the first ready message of a larger priority than this. */
    @Nullable
    Place firstReadyAfter(String tube, long priority);

    /** The next delayed or buried one. */
    @Nullable
    Entry first(String tube, MessageState state);

    /** The delayed message that is due first, of all tubes. */
    @Nullable
    Entry firstDue();

    /** In their order, at most so many; of those that nobody holds. */
    List<Entry> list(String tube, MessageState state, int limit);

    /** Takes a message out of its order: somebody holds it from now on. */
    void lend(Entry entry);

    /** Writes what became of a message and puts it into its new order; a held one comes from none. */
    void move(Entry from, Entry to);

    /** Puts a message that was held back into the order of the ready, which needs no writing; its history is kept if it can be. */
    void giveBack(Entry entry);

    /** Forgets a message. */
    void remove(Entry entry);

    /** The tube is no more: nothing of it need be remembered. */
    void vanished(String tube);

    void close();
}
