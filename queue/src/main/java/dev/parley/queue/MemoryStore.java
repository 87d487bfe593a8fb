package dev.parley.queue;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory, bounded by messages and by bytes; it lives as long as its process. One lock; nothing slow happens
 * under it.
 *
 * <pre>
 *   take  <-- given back, oldest first  <-- front [ 5 6 7 8 ] end  <-- put
 *   handed out: 3 4 (they count until they are taken for good)
 * </pre>
 */
public final class MemoryStore implements MessageStore {
    /** What a message costs beside its bytes: array header, entry, place in the deque. */
    static final int OVERHEAD_BYTES = 64;

    private record Entry(long sequence, byte[] message) {
        long cost() {
            return message.length + (long) OVERHEAD_BYTES;
        }
    }

    private final int maxMessages;
    private final long maxBytes;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final PriorityQueue<Entry> givenBack = new PriorityQueue<>(Comparator.comparingLong(Entry::sequence));
    private long nextSequence;
    private int messages;
    private long bytes;

    /** @param maxBytes counted with {@value #OVERHEAD_BYTES} bytes for each message beside its own */
    public MemoryStore(int maxMessages, long maxBytes) {
        if (maxMessages < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("a store holds at least one message and one byte");
        }
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    @Override
    public synchronized @Nullable String put(byte[] message) {
        Entry entry = new Entry(nextSequence, message);
        if (messages >= maxMessages) {
            return "the queue is full: " + maxMessages + " messages";
        }
        if (bytes + entry.cost() > maxBytes) {
            return "the queue is full: " + bytes + " of " + maxBytes + " bytes are taken";
        }
        nextSequence++;
        messages++;
        bytes += entry.cost();
        entries.add(entry);
        return null;
    }

    @Override
    public synchronized @Nullable Lease take() {
        // What was given back is older than all that was never handed out.
        Entry entry = givenBack.isEmpty() ? entries.poll() : givenBack.poll();
        return entry == null ? null : new Handed(entry);
    }

    @Override
    public synchronized int size() {
        return messages;
    }

    private synchronized void forget(Entry entry) {
        messages--;
        bytes -= entry.cost();
    }

    private synchronized void putBack(Entry entry) {
        givenBack.add(entry);
    }

    private final class Handed implements Lease {
        private final Entry entry;

        Handed(Entry entry) {
            this.entry = entry;
        }

        @Override
        public byte[] message() {
            return entry.message;
        }

        @Override
        public void taken() {
            forget(entry);
        }

        @Override
        public void giveBack() {
            putBack(entry);
        }
    }
}
