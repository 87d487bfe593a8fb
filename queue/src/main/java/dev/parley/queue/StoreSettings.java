package dev.parley.queue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a store is opened.
 *
 * @param location what stands behind the colon of its name, such as a file
 * @param limits how much it holds
 * @param acknowledgement what its answers promise; null for the most that it can
 * @param patience how long an operation waits where what is stored is on another machine that cannot be reached
 * @param clock its time; the store closes it
 */
public record StoreSettings(
        String location,
        StoreLimits limits,
        @Nullable Acknowledgement acknowledgement,
        Duration patience,
        StoreClock clock) {
    /** Unless it is said. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);
}
