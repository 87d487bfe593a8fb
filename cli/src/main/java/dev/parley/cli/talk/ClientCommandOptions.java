package dev.parley.cli.talk;

import dev.parley.cli.shell.ClientTlsOptions;
import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.FramingOption;
import dev.parley.client.ClientOptions;
import dev.parley.core.Endpoint;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands that talk to a server have in common. */
final class ClientCommandOptions {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final long DEFAULT_MESSAGE_BYTES = 64L << 20;
    /** A message is read, framed and sent, each of which may hold it, and grown into arrays of twice its size. */
    private static final int SHARE_OF_HEAP = 8;

    private static final int LONGEST_MESSAGE_BYTES = 1 << 30;
    private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE);

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "for the connection, and for each whole reply (default: 5s; replies to ping 60s)")
    @Nullable
    Duration timeout;

    @Mixin
    ClientTlsOptions tls = new ClientTlsOptions();

    /** Set by {@link #secure}. */
    private @Nullable SSLContext context;

    @Mixin
    FramingOption framing = new FramingOption();

    /** The name of another framing than the service's; null for the service's. */
    @Nullable
    String framing() {
        return framing.name();
    }

    /** @param service where messages are framed in one way only */
    void requireNoFraming(String service) {
        if (framing() != null) {
            throw new Failure(ExitCode.USAGE, "--framing does not apply to " + service);
        }
    }

    @Option(
            names = "--max-message",
            paramLabel = "SIZE",
            converter = Converters.ToBytes.class,
            description = "longest message taken into memory (default: 64MiB, at most an eighth of the heap)")
    @Nullable
    Long maxMessage;

    /** Reads what TLS needs, where the endpoint has it; to be called before {@link #clientOptions}. */
    void secure(Endpoint endpoint, Console console, String command) {
        context = tls.context(endpoint, console, command);
    }

    /** Sockets count in whole milliseconds, 0 meaning for ever, so the shortest wait is one. */
    ClientOptions clientOptions() {
        ClientOptions bounded = ClientOptions.DEFAULT.withMaxMessage(maxMessageBytes());
        if (context != null) {
            bounded = bounded.withTls(context);
        }
        return timeout == null ? bounded : bounded.withTimeout(waited(timeout));
    }

    /** The same with a longer default for the reply timeout. */
    ClientOptions clientOptions(Duration defaultReplyTimeout) {
        return timeout == null ? clientOptions().withReplyTimeout(defaultReplyTimeout) : clientOptions();
    }

    /** How long a message may be that is held in memory as a whole. */
    int maxMessageBytes() {
        if (maxMessage == null) {
            return (int) Math.min(DEFAULT_MESSAGE_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
        }
        if (maxMessage > LONGEST_MESSAGE_BYTES) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--max-message " + maxMessage + " is more than the " + LONGEST_MESSAGE_BYTES
                            + " bytes one message can have");
        }
        return maxMessage.intValue();
    }

    private static Duration waited(Duration requested) {
        Duration atLeast = requested.compareTo(SHORTEST) < 0 ? SHORTEST : requested;
        return atLeast.compareTo(LONGEST) > 0 ? LONGEST : atLeast;
    }
}
