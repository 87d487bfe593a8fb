package dev.parley.cli.talk;

import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.FramingOption;
import dev.parley.client.ClientOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands that talk to a server have in common. */
final class ClientCommandOptions {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

    @Option(
            names = "--timeout",
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "for the connection, and for each reply (default: 5s; replies to ping 60s)")
    @Nullable
    Duration timeout;

    @Mixin
    FramingOption framing = new FramingOption();

    /** The name of another framing than the service's; null for the service's. */
    @Nullable
    String framing() {
        return framing.name();
    }

    /** Sockets count in whole milliseconds, 0 meaning for ever, so the shortest wait is one. */
    ClientOptions clientOptions() {
        return timeout == null ? ClientOptions.DEFAULT : ClientOptions.DEFAULT.withTimeout(waited(timeout));
    }

    /** The same with a longer default for the reply timeout. */
    ClientOptions clientOptions(Duration defaultReplyTimeout) {
        return timeout == null ? ClientOptions.DEFAULT.withReplyTimeout(defaultReplyTimeout) : clientOptions();
    }

    private static Duration waited(Duration requested) {
        Duration atLeast = requested.compareTo(SHORTEST) < 0 ? SHORTEST : requested;
        return atLeast.compareTo(LONGEST) > 0 ? LONGEST : atLeast;
    }
}
