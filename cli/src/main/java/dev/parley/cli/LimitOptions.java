package dev.parley.cli;

import dev.parley.core.Limits;
import dev.parley.core.LogText;
import dev.parley.core.TooLong;
import dev.parley.services.ServiceType;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a server grants its peers. */
final class LimitOptions {
    @Option(
            names = "--max-clients",
            paramLabel = "N",
            converter = Units.CountConverter.class,
            description = "clients at once, the next one waits (default: 10000 or 80 %% of the descriptors; timer 5)")
    @Nullable
    Integer maxClients;

    @Option(
            names = "--max-clients-per-address",
            paramLabel = "N",
            converter = Units.CountConverter.class,
            description = "of one address, the next one is closed (default: 256; loopback only counts when given)")
    @Nullable
    Integer maxClientsPerAddress;

    @Option(
            names = "--max-message",
            paramLabel = "SIZE",
            converter = Units.SizeConverter.class,
            description = "longest message (default: the service's)")
    Units.@Nullable Size maxMessage;

    @Option(
            names = "--too-long",
            paramLabel = "truncate|reject",
            description = "what happens to a longer one (default: the service's)")
    @Nullable
    String tooLong;

    @Option(
            names = "--idle-timeout",
            paramLabel = "D",
            converter = Units.DurationConverter.class,
            defaultValue = "60s",
            description = "nothing said for so long (default: 60s)")
    Duration idleTimeout = Limits.DEFAULT.idleTimeout();

    @Option(
            names = "--message-timeout",
            paramLabel = "D",
            converter = Units.DurationConverter.class,
            defaultValue = "10s",
            description = "for one message from its first byte (default: 10s)")
    Duration messageTimeout = Limits.DEFAULT.messageTimeout();

    @Option(
            names = "--write-timeout",
            paramLabel = "D",
            converter = Units.DurationConverter.class,
            defaultValue = "10s",
            description = "replies not taken for so long (default: 10s)")
    Duration writeTimeout = Limits.DEFAULT.writeTimeout();

    /** The limits for a service. */
    Limits limits(ServiceType<?, ?> type) {
        Limits defaults = type.limits();
        Limits limits = defaults.withMaxMessage(
                        maxMessage == null ? defaults.maxMessageBytes() : maxMessage.intBytes(),
                        tooLong == null ? defaults.tooLong() : parse(tooLong))
                .withTimeouts(idleTimeout, messageTimeout, writeTimeout)
                .withMaxClients(
                        maxClients == null ? Math.min(defaults.maxClients(), Descriptors.most() * 4 / 5) : maxClients);
        return maxClientsPerAddress == null ? limits : limits.withMaxClientsPerAddress(maxClientsPerAddress);
    }

    private static TooLong parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "truncate" -> TooLong.TRUNCATE;
            case "reject" -> TooLong.REJECT;
            default ->
                throw new Failure(ExitCode.USAGE, "--too-long is truncate or reject, not '" + LogText.of(text) + "'");
        };
    }
}
