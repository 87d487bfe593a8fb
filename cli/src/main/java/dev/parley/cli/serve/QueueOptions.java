package dev.parley.cli.serve;

import dev.parley.cli.shell.Units;
import dev.parley.services.ServiceSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much a queue holds. */
final class QueueOptions {
    @Option(
            names = "--queue-messages",
            paramLabel = "N",
            converter = Units.CountConverter.class,
            description = "messages a queue holds, then it refuses (default: 100000)")
    @Nullable
    Integer messages;

    @Option(
            names = "--queue-bytes",
            paramLabel = "SIZE",
            converter = Units.SizeConverter.class,
            description = "bytes a queue holds, then it refuses (default: 64MiB)")
    Units.@Nullable Size bytes;

    boolean given() {
        return messages != null || bytes != null;
    }

    ServiceSettings apply(ServiceSettings settings) {
        return settings.withQueue(
                messages == null ? settings.queueMaxMessages() : messages,
                bytes == null ? settings.queueMaxBytes() : bytes.bytes());
    }
}
