package dev.parley.queue.sqlite;

import dev.parley.queue.Entry;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;

/** The delayed message that is due first: asked at every operation, so it is remembered. */
final class FirstDue {
    private static final Comparator<Entry> ORDER =
            Comparator.comparingLong(Entry::at).thenComparingLong(Entry::id);

    private final Supplier<Optional<Entry>> read;
    private Optional<Entry> first = Optional.empty();
    private boolean known;

    FirstDue(Supplier<Optional<Entry>> read) {
        this.read = read;
    }

    Optional<Entry> get() {
        if (!known) {
            first = read.get();
            known = true;
        }
        return first;
    }

    void added(Entry delayed) {
        if (known && (first.isEmpty() || ORDER.compare(delayed, first.get()) < 0)) {
            first = Optional.of(delayed);
        }
    }

    void removed(Entry delayed) {
        if (first.isPresent() && first.get().id() == delayed.id()) {
            forget();
        }
    }

    void forget() {
        first = Optional.empty();
        known = false;
    }
}
