package dev.parley.services;

import dev.parley.core.Transport;
import java.util.function.LongSupplier;

/**
 * What the world gives a service.
 *
 * @param transport what it is served on
 * @param nanoTime the monotonic clock, nanoseconds
 * @param queueMaxMessages how many messages the queue holds
 * @param queueMaxBytes how many bytes the queue holds
 * @param queueIgnoresEmpty whether the queue refuses empty messages, such as those of a health check that connects and closes
 * @param stopAllowed whether a peer may stop the server
 * @param stop begins an orderly end of the whole program; does not block
 */
public record ServiceSettings(
        Transport transport,
        LongSupplier nanoTime,
        int queueMaxMessages,
        long queueMaxBytes,
        boolean queueIgnoresEmpty,
        boolean stopAllowed,
        Runnable stop) {

    /** 100,000 messages and 64 MiB; no remote stop. */
    public static ServiceSettings of(Transport transport) {
        return new ServiceSettings(transport, System::nanoTime, 100_000, 64L << 20, false, false, () -> {});
    }

    /** The same on another clock. */
    public ServiceSettings withClock(LongSupplier clock) {
        return new ServiceSettings(
                transport, clock, queueMaxMessages, queueMaxBytes, queueIgnoresEmpty, stopAllowed, stop);
    }

    /** The same with other bounds of the queue. */
    public ServiceSettings withQueue(int maxMessages, long maxBytes) {
        return new ServiceSettings(transport, nanoTime, maxMessages, maxBytes, queueIgnoresEmpty, stopAllowed, stop);
    }

    /** The same, its queue refusing empty messages. */
    public ServiceSettings ignoringEmpty() {
        return new ServiceSettings(transport, nanoTime, queueMaxMessages, queueMaxBytes, true, stopAllowed, stop);
    }

    /** The same with the remote stop. */
    public ServiceSettings withStop(boolean allowed, Runnable action) {
        return new ServiceSettings(
                transport, nanoTime, queueMaxMessages, queueMaxBytes, queueIgnoresEmpty, allowed, action);
    }
}
