package dev.parley.queue;

import java.util.function.Function;

/**
 * A kind of store.
 *
 * @param name what stands before the colon: {@code sqlite} of {@code sqlite:jobs.db}
 * @param place what stands behind the colon, for those who ask: {@code FILE}; may be empty
 * @param inHeap whether messages live in the heap, so that it must be bounded by that
 * @param isRemote whether messages are on another machine, which may not be reached for a while
 * @param opening opens one; throws {@link StoreException} when it cannot be opened, {@link IllegalArgumentException} when the
 *     settings are not for it
 */
public record StoreType(
        String name, String place, boolean inHeap, boolean isRemote, Function<StoreSettings, MessageStore> opening) {}
