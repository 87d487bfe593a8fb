package dev.parley.queue;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tubes there are: the default one, and those that hold messages or are referred to. For one thread at a time. */
final class Tubes {
    private final Map<String, Tube> tubes = new HashMap<>();
    private final Consumer<String> vanished;

    /** @param vanished is given the name of each tube that is no more */
    Tubes(Consumer<String> vanished) {
        this.vanished = vanished;
        get(MessageStore.DEFAULT_TUBE);
    }

    /** Adds what a backlog held when it was opened. */
    void open(Map<String, MessageCounts> contents) {
        contents.forEach((name, counts) -> {
            Tube tube = get(name);
            tube.count(counts);
            tube.total = counts.total();
        });
    }

    /** Counts anew what they hold: what is stored, and of that what is held. */
    void recount(Map<String, MessageCounts> contents, Collection<Lease> leases) {
        contents.keySet().forEach(this::get);
        for (Tube tube : all()) {
            tube.count(contents.getOrDefault(tube.name, MessageCounts.NONE));
        }
        for (Lease lease : leases) {
            Tube tube = get(lease.entry.tube());
            tube.count(lease.entry.ready(lease.entry.history()), -1);
            tube.count(lease.entry, 1);
        }
        all().forEach(this::dropIfUnneeded);
    }

    List<Tube> all() {
        return List.copyOf(tubes.values());
    }

    /** The tube of this name, which appears if need be. */
    Tube get(String name) {
        return tubes.computeIfAbsent(name, Tube::new);
    }

    @Nullable
    Tube find(String name) {
        return tubes.get(name);
    }

    void dropIfUnneeded(Tube tube) {
        if (tube.unneeded() && tubes.remove(tube.name, tube)) {
            vanished.accept(tube.name);
        }
    }

    int size() {
        return tubes.size();
    }

    List<String> names() {
        return tubes.keySet().stream().sorted().toList();
    }

    MessageCounts counts() {
        long urgent = 0;
        long ready = 0;
        long reserved = 0;
        long delayed = 0;
        long buried = 0;
        for (Tube tube : tubes.values()) {
            urgent += tube.urgent;
            ready += tube.ready;
            reserved += tube.reserved;
            delayed += tube.delayed;
            buried += tube.buried;
        }
        return new MessageCounts(urgent, ready, reserved, delayed, buried);
    }
}
