package dev.parley.cli.serve;

import dev.parley.cli.shell.Converters;
import dev.parley.services.ServiceSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much a queue holds. */
final class QueueOptions {
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
            description = "bytes a queue holds, then it refuses (default: 64MiB)")
    @Nullable
    Long bytes;

    boolean given() {
        return messages != null || bytes != null;
    }

    ServiceSettings apply(ServiceSettings settings) {
        return settings.withQueue(
                messages == null ? settings.queueMaxMessages() : messages,
                bytes == null ? settings.queueMaxBytes() : bytes);
    }
}
