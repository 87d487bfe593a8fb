package dev.parley.admin;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happens with every read and write. An event loop does so in cells that it alone writes, since an atomic addition behind a
 * system call costs as much as a request; other threads, of which there may be many, add to what they share. Any thread.
 */
final class Traffic {
    /** What is counted. */
    enum Kind {
        MESSAGES(0),
        RECEIVED_BYTES(1),
        SENT_BYTES(2);

        private final int place;

        Kind(int place) {
            this.place = place;
        }
    }

    /** Those of one thread, by its number, which no other will have. */
    private record Cells(long owner, long[] counts) {
        private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);
        /** So that no two threads write into one cache line. */
        private static final int PADDING = 16;

        static Cells of(long owner) {
            return new Cells(owner, new long[2 * PADDING + Kind.values().length]);
        }

        void add(Kind kind, long count) {
            int cell = PADDING + kind.place;
            COUNT.setOpaque(counts, cell, counts[cell] + count);
        }

        long get(Kind kind) {
            return (long) COUNT.getOpaque(counts, PADDING + kind.place);
        }
    }

    /** A power of 2. Threads come and go, event loops do not: the first thread of each place has its cells, which stay. */
    private static final int PLACES = 64;

    private final AtomicReferenceArray<Cells> own = new AtomicReferenceArray<>(PLACES);
    private final LongAdder[] shared = {new LongAdder(), new LongAdder(), new LongAdder()};

    void add(long messages, long receivedBytes, long sentBytes) {
        Thread thread = Thread.currentThread();
        long id = thread.threadId();
        int place = (int) id & PLACES - 1;
        Cells cells = own.getAcquire(place);
        if (cells == null && !thread.isVirtual()) {
            own.compareAndSet(place, null, Cells.of(id));
            cells = own.getAcquire(place);
        }
        if (cells != null && cells.owner == id) {
            cells.add(Kind.MESSAGES, messages);
            cells.add(Kind.RECEIVED_BYTES, receivedBytes);
            cells.add(Kind.SENT_BYTES, sentBytes);
        } else {
            shared[Kind.MESSAGES.place].add(messages);
            shared[Kind.RECEIVED_BYTES.place].add(receivedBytes);
            shared[Kind.SENT_BYTES.place].add(sentBytes);
        }
    }

    long sum(Kind kind) {
        long sum = shared[kind.place].sum();
        for (int place = 0; place < PLACES; place++) {
            Cells cells = own.getAcquire(place);
            sum += cells == null ? 0 : cells.get(kind);
        }
        return sum;
    }
}
