package dev.parley.services;

import dev.parley.core.Limits;
import dev.parley.core.Transport;
import dev.parley.queue.MemoryStore;
import dev.parley.queue.MessageStore;
import dev.parley.queue.StoreLimits;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the world gives a service.
 *
 * @param transport what it is served on
 * @param nanoTime the monotonic clock, nanoseconds
 * @param maxMessageBytes the longest message that is taken
 * @param sharedStore the store of all queues; null when each has one of its own, in memory
 * @param queueMaxMessages how many messages the queue holds
 * @param queueMaxBytes how many bytes the queue holds
 * @param queueIgnoresEmpty whether the queue refuses empty messages, such as those of a health check that connects and closes
 * @param stopAllowed whether a peer may stop the server
 * @param stop begins an orderly end of the whole program; does not block
 */
public record ServiceSettings(
        Transport transport,
        LongSupplier nanoTime,
        int maxMessageBytes,
        @Nullable MessageStore sharedStore,
        int queueMaxMessages,
        long queueMaxBytes,
        boolean queueIgnoresEmpty,
        boolean stopAllowed,
        Runnable stop) {

    /** 100,000 messages and 64 MiB; no remote stop. */
    public static ServiceSettings of(Transport transport) {
        return new ServiceSettings(
                transport,
                System::nanoTime,
                Limits.DEFAULT.session().maxMessageBytes(),
                null,
                100_000,
                64L << 20,
                false,
                false,
                () -> {});
    }

    /** The same on another clock. */
    public ServiceSettings withClock(LongSupplier clock) {
        return new ServiceSettings(
                transport,
                clock,
                maxMessageBytes,
                sharedStore,
                queueMaxMessages,
                queueMaxBytes,
                queueIgnoresEmpty,
                stopAllowed,
                stop);
    }

    /** The same with another longest message. */
    public ServiceSettings withMaxMessage(int bytes) {
        return new ServiceSettings(
                transport,
                nanoTime,
                bytes,
                sharedStore,
                queueMaxMessages,
                queueMaxBytes,
                queueIgnoresEmpty,
                stopAllowed,
                stop);
    }

    /** The same with other bounds of the queue. */
    public ServiceSettings withQueue(int maxMessages, long maxBytes) {
        return new ServiceSettings(
                transport,
                nanoTime,
                maxMessageBytes,
                sharedStore,
                maxMessages,
                maxBytes,
                queueIgnoresEmpty,
                stopAllowed,
                stop);
    }

    /** The same with this store for its queues. Who opened it closes it. */
    public ServiceSettings withStore(MessageStore store) {
        return new ServiceSettings(
                transport,
                nanoTime,
                maxMessageBytes,
                store,
                queueMaxMessages,
                queueMaxBytes,
                queueIgnoresEmpty,
                stopAllowed,
                stop);
    }

    /** The store of a queue: the shared one, or a new one in memory within the bounds of the queue. */
    MessageStore store() {
        return sharedStore != null ? sharedStore : MemoryStore.open(new StoreLimits(queueMaxMessages, queueMaxBytes));
    }

    /** The same, its queue refusing empty messages. */
    public ServiceSettings ignoringEmpty() {
        return new ServiceSettings(
                transport,
                nanoTime,
                maxMessageBytes,
                sharedStore,
                queueMaxMessages,
                queueMaxBytes,
                true,
                stopAllowed,
                stop);
    }

    /** The same with the remote stop. */
    public ServiceSettings withStop(boolean allowed, Runnable action) {
        return new ServiceSettings(
                transport,
                nanoTime,
                maxMessageBytes,
                sharedStore,
                queueMaxMessages,
                queueMaxBytes,
                queueIgnoresEmpty,
                allowed,
                action);
    }
}
