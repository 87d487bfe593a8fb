package dev.parley.cli.shell;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.PrintableText;
import dev.parley.core.Protocol;
import dev.parley.core.Transport;
import dev.parley.services.Catalog;
import dev.parley.services.ClientSide.Use;
import dev.parley.services.ServiceType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Endpoints as typed, completed with the defaults of their service. */
public final class Endpoints {
    public static final String LOOPBACK = "127.0.0.1";

    /** {@code 127.0.0.1:8080}, {@code [::1]:8080}, {@code :8080}. */
    private static final Pattern PLACE_ALONE = Pattern.compile("(\\[[^\\]]*\\]|[^:/\\[]*):[0-9]{1,5}");

    private Endpoints() {}

    /** The service an endpoint names. */
    public static ServiceType<?, ?> service(Endpoint endpoint) {
        return Catalog.named(endpoint.service())
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "there is no service '" + PrintableText.of(endpoint.service()) + "'"
                                + Suggestions.hint(
                                        endpoint.service(),
                                        Catalog.all().stream()
                                                .map(ServiceType::name)
                                                .toList())));
    }

    /** Host, port and transport filled in. */
    public static Endpoint complete(String text) {
        return complete(text, type -> true);
    }

    private static Endpoint complete(String text, Predicate<ServiceType<?, ?>> fits) {
        if (PLACE_ALONE.matcher(text).matches()) {
            throw new Failure(ExitCode.USAGE, withoutService(text, fits));
        }
        if (HostList.of(text).isSeveral()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "'" + PrintableText.of(text)
                            + "' names several servers; one is needed here. Only put, get, work, load"
                            + " and most of queue take a list, of " + Uses.thoseThatSuit(Use.TUBES));
        }
        Endpoint typed = Endpoint.parse(text);
        ServiceType<?, ?> type = service(typed);
        Endpoint endpoint = typed.orElse(Transport.TCP, LOOPBACK, type.port());
        if (!type.serving().supports(transport(endpoint))) {
            throw new Failure(
                    ExitCode.USAGE,
                    "the service " + type.name() + " does not support "
                            + transport(endpoint).name());
        }
        return endpoint;
    }

    /** The same, for a client, which cannot use port 0; suggestions are services that suit one of the uses. */
    public static Endpoint completeForClient(String text, Use... uses) {
        Endpoint endpoint = complete(text, type -> Arrays.stream(uses).anyMatch(type::suits));
        if (endpoint.port() == 0) {
            throw new Failure(
                    ExitCode.USAGE, "port 0 in '" + PrintableText.of(text) + "' is not a server's; use its port");
        }
        return endpoint;
    }

    /** Suggestions for an endpoint typed without a service; the service whose usual port it is comes first. */
    private static String withoutService(String text, Predicate<ServiceType<?, ?>> fits) {
        String port = text.substring(text.lastIndexOf(':') + 1);
        List<String> names = Catalog.all().stream()
                .filter(fits)
                .sorted(Comparator.comparing(
                        type -> !String.valueOf(type.port()).equals(port)))
                .map(ServiceType::name)
                .toList();
        return "'" + PrintableText.of(text) + "' names no service; write " + names.getFirst() + "://"
                + PrintableText.of(text)
                + (names.size() == 1 ? "" : ", or another of " + String.join(", ", names.subList(1, names.size())));
    }

    /** The transport of an endpoint that is complete. */
    public static Transport transport(Endpoint endpoint) {
        return Objects.requireNonNull(endpoint.transport());
    }

    /**
     * The service's protocol on the endpoint's transport, and on another framing if one is named.
     *
     * @throws IllegalArgumentException where {@link Protocol#requireCarriedTo} refuses the endpoint
     */
    public static <Q, R> Protocol<Q, R> protocol(ServiceType<Q, R> type, Endpoint endpoint, @Nullable String framing) {
        Protocol<Q, R> protocol = type.protocol().apply(transport(endpoint));
        Protocol<Q, R> framed = framing == null ? protocol : protocol.withFraming(framing(framing));
        framed.requireCarriedTo(endpoint);
        return framed;
    }

    private static Framing framing(String name) {
        return Framings.named(name)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "there is no framing '" + PrintableText.of(name) + "'"
                                + Suggestions.hint(
                                        name,
                                        Framings.ALL.stream().map(Framing::name).toList())));
    }

    /** A protocol of plain bytes, for the commands that send what users type. */
    public static Protocol<byte[], byte[]> bytesProtocol(Endpoint endpoint, @Nullable String framing) {
        return protocol(service(endpoint), endpoint, framing).withCodecs(Codecs.BYTES, Codecs.BYTES);
    }
}
