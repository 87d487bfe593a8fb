package dev.parley.queue.sqlite;

import dev.parley.queue.Backlog.Place;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The order of a tube's ready messages: its beginning in memory, the rest on disk.
 *
 * <pre>
 *   in memory: [ 3 4 9 ] | cursor | on disk: 10 11 12 13 ...
 * </pre>
 *
 * Up to the cursor, what is ready and held by nobody is in memory; beyond it nothing is. Without a cursor all is in memory.
 */
final class ReadyOrder {
    static final int PAGE = 64;
    /** Then only the first half is kept. */
    private static final int MOST = 4_096;

    /** Before all others. */
    static final Place START = new Place(-1, 0);

    /** Reads the next places of a tube. */
    interface Pages {
        List<Place> after(String tube, Place place, int limit);
    }

    private final String tube;
    private final Pages pages;
    private final LongPredicate held;
    private final TreeSet<Place> head = new TreeSet<>();
    private @Nullable Place cursor = START;

    ReadyOrder(String tube, Pages pages, LongPredicate held) {
        this.tube = tube;
        this.pages = pages;
        this.held = held;
    }

    @Nullable
    Place first() {
        while (head.isEmpty() && cursor != null) {
            List<Place> page = pages.after(tube, cursor, PAGE);
            for (Place place : page) {
                if (!held.test(place.id())) {
                    head.add(place);
                }
            }
            cursor = page.size() < PAGE ? null : page.getLast();
        }
        return head.isEmpty() ? null : head.first();
    }

    /** The first one of a larger priority. What is on disk stays there. */
    @Nullable
    Place firstAfter(long priority) {
        Place after = new Place(priority, Long.MAX_VALUE);
        Place inMemory = head.higher(after);
        if (inMemory != null || cursor == null) {
            return inMemory;
        }
        after = after.compareTo(cursor) > 0 ? after : cursor;
        int limit = 1; // seldom is it held
        List<Place> page = pages.after(tube, after, limit);
        while (!page.isEmpty()) {
            for (Place place : page) {
                if (!held.test(place.id())) {
                    return place;
                }
            }
            page = page.size() < limit ? List.of() : pages.after(tube, page.getLast(), PAGE);
            limit = PAGE;
        }
        return null;
    }

    void add(Place place) {
        if (cursor != null && place.compareTo(cursor) > 0) {
            return;
        }
        head.add(place);
        if (head.size() > MOST) {
            while (head.size() > MOST / 2) {
                head.pollLast();
            }
            cursor = head.last();
        }
    }

    void remove(Place place) {
        head.remove(place);
    }
}
