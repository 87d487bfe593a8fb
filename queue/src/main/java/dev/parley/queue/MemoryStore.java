package dev.parley.queue;

import java.util.EnumSet;

/** Stores in memory, bounded by messages and by bytes: they live as long as their process. Every answer comes at once. */
public final class MemoryStore {
    private MemoryStore() {}

    /** A store with the system's clock. */
    public static MessageStore open(StoreLimits limits) {
        return open(limits, StoreClock.system());
    }

    /** A store with another clock. */
    public static MessageStore open(StoreLimits limits, StoreClock clock) {
        EnumSet<Ability> abilities = EnumSet.allOf(Ability.class);
        abilities.remove(Ability.DURABLE);
        return new IndexedStore(
                abilities, Acknowledgement.MEMORY, new MemoryBacklog(), limits, clock, new CallersTurn());
    }
}
