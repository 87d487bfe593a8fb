package dev.parley.cli.shell;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framing;
import dev.parley.core.Framings;
import dev.parley.core.PrintableText;
import dev.parley.core.Protocol;
import dev.parley.core.Transport;
import dev.parley.services.Catalog;
import dev.parley.services.ServiceType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Endpoints as typed, completed with the defaults of their service. */
public final class Endpoints {
    public static final String LOOPBACK = "127.0.0.1";

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
        Endpoint typed = Endpoint.parse(text);
        ServiceType<?, ?> type = service(typed);
        Endpoint endpoint = typed.orElse(Transport.TCP, LOOPBACK, type.port());
        if (!type.serving().transports().contains(endpoint.transport())) {
            throw new Failure(
                    ExitCode.USAGE,
                    "the service " + type.name() + " does not support "
                            + transport(endpoint).name());
        }
        return endpoint;
    }

    /** The same, for a client, which cannot use port 0. */
    public static Endpoint completeForClient(String text) {
        Endpoint endpoint = complete(text);
        if (endpoint.port() == 0) {
            throw new Failure(
                    ExitCode.USAGE, "port 0 in '" + PrintableText.of(text) + "' is not a server's; use its port");
        }
        return endpoint;
    }

    /** The transport of an endpoint that is complete. */
    public static Transport transport(Endpoint endpoint) {
        return Objects.requireNonNull(endpoint.transport());
    }

    /** The service's protocol on the endpoint's transport, and on another framing if one is named. */
    public static <Q, R> Protocol<Q, R> protocol(ServiceType<Q, R> type, Endpoint endpoint, @Nullable String framing) {
        Protocol<Q, R> protocol = type.protocol().apply(transport(endpoint));
        return framing == null ? protocol : protocol.withFraming(framing(framing));
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

    /** A protocol of plain bytes, for the commands that send what people type. */
    public static Protocol<byte[], byte[]> bytesProtocol(Endpoint endpoint, @Nullable String framing) {
        return protocol(service(endpoint), endpoint, framing).withCodecs(Codecs.BYTES, Codecs.BYTES);
    }
}
