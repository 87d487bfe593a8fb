package dev.parley.cli.serve;

import dev.parley.cli.shell.Converters;
import dev.parley.cli.shell.DescriptorLimit;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.core.AddressBlock;
import dev.parley.core.AddressRules;
import dev.parley.core.Endpoint;
import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.PrintableText;
import dev.parley.core.SessionLimits;
import dev.parley.core.Timeouts;
import dev.parley.core.TooLong;
import dev.parley.services.ServiceType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a server grants its peers. */
final class LimitOptions {
    /** How much of them clients may use; the rest is for listeners, logs and archives. */
    private static final double SHARE_OF_DESCRIPTORS = 0.8;

    @Option(
            names = "--max-clients",
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description = "clients at once, the next one waits (default: the service's, usually 10000; no more than"
                    + " 80 %% of the descriptors)")
    @Nullable
    Integer maxClients;

    @Option(
            names = "--max-clients-per-address",
            paramLabel = "N",
            converter = Converters.ToCount.class,
            description = "of one address, the next one is closed (default: 256; loopback only counts when given)")
    @Nullable
    Integer maxClientsPerAddress;

    @Option(
            names = "--allow",
            paramLabel = "CIDR,...",
            converter = AddressList.Converter.class,
            description = "clients from there alone, such as 10.0.0.0/8,::1; others are refused at once (default: all)")
    @Nullable
    AddressList allow;

    @Option(
            names = "--deny",
            paramLabel = "CIDR,...",
            converter = AddressList.Converter.class,
            description = "no clients from there, though --allow has them (default: none)")
    @Nullable
    AddressList deny;

    @Option(
            names = "--max-message",
            paramLabel = "SIZE",
            converter = Converters.ToBytes.class,
            description = "longest message (default: the service's)")
    @Nullable
    Long maxMessage;

    @Option(
            names = "--too-long",
            paramLabel = "truncate|reject",
            description = "what happens to a longer one (default: the service's)")
    @Nullable
    String tooLong;

    @Option(
            names = "--idle-timeout",
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            defaultValue = "60s",
            description = "close a connection idle this long (default: 60s)")
    Duration idleTimeout = Limits.DEFAULT.timeouts().idle();

    @Option(
            names = "--message-timeout",
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "time to receive one whole message (default: 10s)")
    @Nullable
    Duration messageTimeout;

    @Option(
            names = "--write-timeout",
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "close when the peer reads no replies this long (default: 10s)")
    @Nullable
    Duration writeTimeout;

    @Option(
            names = "--reply-timeout",
            paramLabel = "D",
            converter = Converters.ToDuration.class,
            description = "close when the service owes a reply this long (default: never)")
    @Nullable
    Duration replyTimeout;

    /** The limits for a service. */
    Limits limits(ServiceType<?, ?> type) {
        Limits defaults = type.serving().limits();
        SessionLimits session = defaults.session();
        Timeouts timeouts = defaults.timeouts();
        int usualClients =
                (int) Math.min(defaults.admission().maxClients(), SHARE_OF_DESCRIPTORS * DescriptorLimit.inForce());
        Limits limits = defaults.withMaxMessage(
                        maxMessage == null ? session.maxMessageBytes() : oneMessage(maxMessage),
                        tooLong == null ? session.tooLong() : parse(tooLong))
                .withTimeouts(
                        idleTimeout,
                        messageTimeout == null ? timeouts.message() : messageTimeout,
                        writeTimeout == null ? timeouts.write() : writeTimeout)
                .withReplyTimeout(replyTimeout == null ? timeouts.reply() : replyTimeout)
                .withMaxClients(maxClients == null ? usualClients : maxClients)
                .withAddresses(new AddressRules(blocks(allow), blocks(deny)));
        return maxClientsPerAddress == null ? limits : limits.withMaxClientsPerAddress(maxClientsPerAddress);
    }

    private static List<AddressBlock> blocks(@Nullable AddressList given) {
        return given == null ? List.of() : given.blocks();
    }

    /** A message ends up in an array. */
    private static int oneMessage(long bytes) {
        if (bytes > Integer.MAX_VALUE - 1024) {
            throw new Failure(ExitCode.USAGE, "a size of " + bytes + " bytes is more than one message can have");
        }
        return (int) bytes;
    }

    /** Refuses options that apply to none of the listeners chosen, with the framings of their requests. */
    void requireApplicable(List<Endpoint> endpoints, List<Framing> framings) {
        boolean readOnly = framings.stream().allMatch(framing -> framing.equals(Framings.READ));
        refuse(tooLong, "--too-long", readOnly, "framing read, where what exceeds a message is the next one");
        refuse(messageTimeout, "--message-timeout", readOnly, "framing read, where no message is ever incomplete");
        boolean udpOnly = endpoints.stream().allMatch(Endpoint::isDatagram);
        refuse(messageTimeout, "--message-timeout", udpOnly, "UDP, where a message comes whole");
        refuse(writeTimeout, "--write-timeout", udpOnly, "UDP, where no reply waits");
        refuse(replyTimeout, "--reply-timeout", udpOnly, "UDP, where there is no connection to close");
        refuse(maxClientsPerAddress, "--max-clients-per-address", udpOnly, "UDP, which has no connections");
        boolean unixOnly = endpoints.stream().allMatch(Endpoint::isUnix);
        String noAddress = "Unix sockets, whose clients have no address";
        refuse(maxClientsPerAddress, "--max-clients-per-address", unixOnly, noAddress);
        refuse(allow, "--allow", unixOnly, noAddress);
        refuse(deny, "--deny", unixOnly, noAddress);
        int most = framings.stream().mapToInt(Framing::maxPayloadBytes).max().orElse(Integer.MAX_VALUE);
        if (maxMessage != null && most < Integer.MAX_VALUE && maxMessage > most) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--max-message " + maxMessage + " is more than the " + most
                            + " bytes this framing can carry; --framing len16 or len32 carries more");
        }
    }

    private static void refuse(@Nullable Object value, String option, boolean inapplicable, String where) {
        if (value != null && inapplicable) {
            throw new Failure(ExitCode.USAGE, option + " does not apply to " + where);
        }
    }

    private static TooLong parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "truncate" -> TooLong.TRUNCATE;
            case "reject" -> TooLong.REJECT;
            default ->
                throw new Failure(
                        ExitCode.USAGE, "--too-long is truncate or reject, not '" + PrintableText.of(text) + "'");
        };
    }
}
