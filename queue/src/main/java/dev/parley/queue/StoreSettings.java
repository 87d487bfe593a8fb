package dev.parley.queue;

import org.jspecify.annotations.Nullable;

/**
 * How a store is opened.
 *
 * @param location what stands behind the colon of its name, such as a file
 * @param limits how much it holds
 * @param acknowledgement what its answers promise; null for the most that it can
 * @param clock its time; the store closes it
 */
public record StoreSettings(
        String location, StoreLimits limits, @Nullable Acknowledgement acknowledgement, StoreClock clock) {}
