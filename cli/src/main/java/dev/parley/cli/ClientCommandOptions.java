package dev.parley.cli;

import dev.parley.client.ClientOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all commands that talk to a server have in common. */
final class ClientCommandOptions {
    @Option(
            names = "--timeout",
            paramLabel = "D",
            converter = Units.DurationConverter.class,
            defaultValue = "5s",
            description = "for the connection, and for each reply (default: 5s)")
    Duration timeout = Duration.ofSeconds(5);

    @Option(
            names = "--framing",
            paramLabel = "NAME",
            description = "len8, len16, len32, line, end or read (default: the service's)")
    @Nullable
    String framing;

    ClientOptions clientOptions() {
        return ClientOptions.DEFAULT.withTimeout(timeout);
    }
}
