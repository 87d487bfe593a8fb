package dev.parley.admin;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

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

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    /** Threads come and go, event loops do not: the first ones have cells, which stay. */
    private static final int MOST_OWN_CELLS = 64;
    /** So that no two threads write into one cache line. */
    private static final int PADDING = 16;

    @SuppressWarnings("ThreadLocalUsage") // each endpoint has its own
    private final ThreadLocal<long[]> own = new ThreadLocal<>();

    private final List<long[]> cells = new CopyOnWriteArrayList<>();
    private final AtomicInteger owners = new AtomicInteger();
    private final LongAdder[] shared = {new LongAdder(), new LongAdder(), new LongAdder()};

    void add(Kind kind, long count) {
        long[] mine = mine();
        if (mine == null) {
            shared[kind.place].add(count);
        } else {
            int cell = PADDING + kind.place;
            CELL.setOpaque(mine, cell, mine[cell] + count);
        }
    }

    /** Null for a thread without cells of its own. */
    private long @Nullable [] mine() {
        if (Thread.currentThread().isVirtual()) {
            return null;
        }
        long[] mine = own.get();
        if (mine == null && owners.get() < MOST_OWN_CELLS && owners.incrementAndGet() <= MOST_OWN_CELLS) {
            mine = new long[2 * PADDING + Kind.values().length];
            cells.add(mine);
            own.set(mine);
        }
        return mine;
    }

    long sum(Kind kind) {
        long sum = shared[kind.place].sum();
        for (long[] one : cells) {
            sum += (long) CELL.getOpaque(one, PADDING + kind.place);
        }
        return sum;
    }
}
