package dev.parley.cli.serve;

import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.services.ServiceSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

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
            description = "messages a queue holds, then it refuses (default: 100000)")
    @Nullable
    Integer messages;

    @Option(
            names = "--queue-bytes",
            paramLabel = "SIZE",
            converter = Converters.ToBytes.class,
            description = "bytes a queue holds, then it refuses (default: 64MiB, or less: a quarter of the heap)")
    @Nullable
    Long bytes;

    @Option(
            names = "--ignore-empty",
            description = "a queue refuses empty messages, such as those of a health check that connects and closes")
    boolean ignoreEmpty;

    boolean given() {
        return messages != null || bytes != null || ignoreEmpty;
    }

    /**
     * The settings with these bounds, for each of so many queues.
     *
     * @param heapBytes what the heap can grow to
     * @throws Failure when bytes were given that do not fit the heap
     */
    ServiceSettings apply(ServiceSettings settings, int queues, long heapBytes) {
        long most = heapBytes / LEAST_HEAP_PER_QUEUE_BYTE / queues;
        if (bytes != null && bytes > most) {
            throw new Failure(
                    ExitCode.BAD_CONFIGURATION,
                    "--queue-bytes " + bytes + " does not fit a heap of " + heapBytes + " bytes: at most " + most
                            + " for each queue; PARLEY_JAVA_OPTS=-Xmx1g gives a larger heap");
        }
        long usual = Math.min(settings.queueMaxBytes(), heapBytes / USUAL_HEAP_PER_QUEUE_BYTE / queues);
        ServiceSettings kind = ignoreEmpty ? settings.ignoringEmpty() : settings;
        return kind.withQueue(messages == null ? settings.queueMaxMessages() : messages, bytes == null ? usual : bytes);
    }
}
