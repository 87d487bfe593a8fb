package dev.parley.queue;

import java.util.List;

/** Brings kinds of stores; found through {@link java.util.ServiceLoader}. */
public interface StoreProvider {
    List<StoreType> stores();
}
