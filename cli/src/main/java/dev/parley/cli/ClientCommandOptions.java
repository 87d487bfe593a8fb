package dev.parley.cli;

import dev.parley.client.ClientOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all commands that talk to a server have in common. */
final class ClientCommandOptions {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

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

    /** Sockets count in whole milliseconds, 0 meaning for ever, so the shortest wait is one. */
    ClientOptions clientOptions() {
        Duration atLeast = timeout.compareTo(SHORTEST) < 0 ? SHORTEST : timeout;
        return ClientOptions.DEFAULT.withTimeout(atLeast.compareTo(LONGEST) > 0 ? LONGEST : atLeast);
    }
}
