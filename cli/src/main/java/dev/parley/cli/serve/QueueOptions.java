package dev.parley.cli.serve;

import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.PrintableText;
import dev.parley.core.Transport;
import dev.parley.queue.Acknowledgement;
import dev.parley.queue.MemoryStore;
import dev.parley.queue.MessageStore;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreLimits;
import dev.parley.queue.StoreSettings;
import dev.parley.queue.StoreType;
import dev.parley.queue.Stores;
import dev.parley.services.ServiceSettings;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * How much a queue holds, which must fit the heap: a queue that is full refuses, a heap that is full ends the process. What the
 * queues may not have is for clients, their replies and the garbage collector.
 */
final class QueueOptions {
    private static final int LEAST_HEAP_PER_QUEUE_BYTE = 2;
    private static final int USUAL_HEAP_PER_QUEUE_BYTE = 4;

    @Option(
            names = "--queue-messages",
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description = "messages a queue holds, then it refuses (default: 100000; on disk: no bound)")
    @Nullable
    Integer messages;

    @Option(
            names = "--queue-bytes",
            paramLabel = "SIZE",
            converter = Converters.ToBytes.class,
            description =
                    "bytes a queue holds, then it refuses (default: 64MiB, or less: a quarter of the heap; on disk: no bound)")
    @Nullable
    Long bytes;

    @Option(
            names = "--store",
            paramLabel = "STORE",
            description =
                    "one store for all queues: memory:, sqlite:FILE or postgresql://HOST/DATABASE, made if need be (default:"
                            + " memory, one each)")
    @Nullable
    String store;

    @Option(
            names = "--ack",
            paramLabel = "WHERE",
            converter = ToAcknowledgement.class,
            description =
                    "what an answer promises: memory, a message that survives the end of this process alone; disk, a loss of"
                            + " power; quorum, the loss of the database's machine (default: the most that the store can)")
    @Nullable
    Acknowledgement acknowledgement;

    @Option(
            names = "--store-timeout",
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "how long a command waits for a database that cannot be reached (default: 30s)")
    @Nullable
    Duration storeTimeout;

    @Option(
            names = "--ignore-empty",
            description = "a queue refuses empty messages, such as those of a health check that connects and closes")
    boolean ignoreEmpty;

    /** In the words of the help; picocli would name the constants. */
    static final class ToAcknowledgement implements ITypeConverter<Acknowledgement> {
        @Override
        public Acknowledgement convert(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "quorum" -> Acknowledgement.QUORUM;
                case "disk" -> Acknowledgement.DISK;
                case "memory" -> Acknowledgement.MEMORY;
                default ->
                    throw new TypeConversionException(
                            "'" + PrintableText.of(text) + "' is none of memory, disk and quorum");
            };
        }
    }

    boolean given() {
        return messages != null
                || bytes != null
                || ignoreEmpty
                || store != null
                || acknowledgement != null
                || storeTimeout != null;
    }

    /**
     * Opens the store that all queues share; null when each has its own.
     *
     * @param heapBytes what the heap can grow to
     * @param always even when none was asked for: one in memory then
     * @throws Failure when it cannot be opened
     */
    @Nullable
    MessageStore openStore(long heapBytes, boolean always) {
        if (store == null) {
            if (acknowledgement != null) {
                throw new Failure(ExitCode.USAGE, "--ack requires a store: --store sqlite:FILE");
            }
            requireNoTimeout();
            return always ? MemoryStore.open(inHeap(1, heapBytes)) : null;
        }
        try {
            StoreType type = Stores.type(store);
            if (!type.isRemote()) {
                requireNoTimeout();
            }
            StoreLimits limits = type.inHeap()
                    ? inHeap(1, heapBytes)
                    : new StoreLimits(
                            messages == null ? Long.MAX_VALUE : messages, bytes == null ? Long.MAX_VALUE : bytes);
            return Stores.open(
                    store,
                    limits,
                    acknowledgement,
                    storeTimeout == null ? StoreSettings.DEFAULT_PATIENCE : storeTimeout);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "--store: " + e.getMessage());
        } catch (StoreException e) {
            throw Failure.ofStore(e);
        }
    }

    private void requireNoTimeout() {
        if (storeTimeout != null) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--store-timeout requires a store on another machine: --store postgresql://HOST/DATABASE");
        }
    }

    /**
     * The settings with these bounds, for each of so many queues.
     *
     * @param shared the store they share; null when each has its own
     * @param heapBytes what the heap can grow to
     * @throws Failure when bytes were given that do not fit the heap
     */
    ServiceSettings apply(ServiceSettings settings, @Nullable MessageStore shared, int queues, long heapBytes) {
        ServiceSettings kind = ignoreEmpty ? settings.ignoringEmpty() : settings;
        if (shared != null) {
            return kind.withStore(shared);
        }
        StoreLimits limits = inHeap(queues, heapBytes);
        return kind.withQueue((int) limits.maxMessages(), limits.maxBytes());
    }

    private StoreLimits inHeap(int queues, long heapBytes) {
        long most = heapBytes / LEAST_HEAP_PER_QUEUE_BYTE / queues;
        if (bytes != null && bytes > most) {
            throw new Failure(
                    ExitCode.BAD_CONFIGURATION,
                    "--queue-bytes " + bytes + " does not fit a heap of " + heapBytes + " bytes: at most " + most
                            + " for each queue; PARLEY_JAVA_OPTS=-Xmx1g gives a larger heap");
        }
        ServiceSettings usual = ServiceSettings.of(Transport.TCP);
        long usualBytes = Math.min(usual.queueMaxBytes(), heapBytes / USUAL_HEAP_PER_QUEUE_BYTE / queues);
        return new StoreLimits(
                messages == null ? usual.queueMaxMessages() : messages, bytes == null ? usualBytes : bytes);
    }
}
