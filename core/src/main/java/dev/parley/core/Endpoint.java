package dev.parley.core;

import org.jspecify.annotations.Nullable;

/**
 * An address as users write it: {@code service[+tls|+mtls][+transport]://host:port}, of which every part but the service may be missing; its
 * default then depends on the service. Or a Unix socket, whose path is never missing.
 *
 * <pre>
 *   reverse   reverse://:8080   reverse+udp://[::1]:8080   reverse+tls://:8443
 *   reverse+unix:///run/x.sock   reverse+unix:x.sock         absolute, and relative to the working directory
 * </pre>
 *
 * @param service {@code reverse}
 * @param security TLS is for TCP alone
 * @param transport null when not written
 * @param address where it is, or as much of it as was written
 */
public record Endpoint(
        String service, Security security, @Nullable Transport transport, Address address) {
    private static final String SHAPE = "service[+tls|+mtls][+transport]://host:port, such as reverse://127.0.0.1:8080";
    private static final String UNIX_SHAPE = "an absolute path of a Unix socket has three slashes,"
            + " reverse+unix:///run/x.sock; a relative one has none, reverse+unix:x.sock";
    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException for a Unix socket without a path, a path on another transport, or TLS on another than TCP */
    public Endpoint {
        if (security != Security.NONE && transport == Transport.UDP) {
            throw new IllegalArgumentException(
                    "TLS is for TCP; on UDP nothing is encrypted: leave out +" + security.text() + " or +udp");
        }
        if (security != Security.NONE && transport == Transport.UNIX) {
            throw new IllegalArgumentException(
                    "TLS is for TCP; a Unix socket does not leave its machine: leave out +" + security.text());
        }
        if ((transport == Transport.UNIX) != (address instanceof UnixPath)) {
            throw new IllegalArgumentException("a Unix socket, and nothing else, has a path: " + UNIX_SHAPE);
        }
    }

    /** An endpoint without TLS. */
    public Endpoint(String service, @Nullable Transport transport, Address address) {
        this(service, Security.NONE, transport, address);
    }

    /**
     * An endpoint in an IP network, without TLS.
     *
     * @param host without brackets; null when not written
     * @param port 0 takes a free port; -1 when not written
     */
    public Endpoint(String service, @Nullable Transport transport, @Nullable String host, int port) {
        this(service, transport, new HostPort(host, port));
    }

    /**
     * Reads an endpoint.
     *
     * @throws IllegalArgumentException with a text for the user
     */
    public static Endpoint parse(String text) {
        int colon = text.indexOf(':');
        String[] words = (colon < 0 ? text : text.substring(0, colon)).split("\\+", -1);
        String place = colon < 0 ? "" : text.substring(colon);
        String service = words[0];
        boolean withHost = place.isEmpty() || place.startsWith("://");
        if (!service.matches("[a-z][a-z0-9-]*") || !(withHost || words.length > 1)) {
            throw bad(text, "an endpoint is written " + SHAPE);
        }
        Security security = security(words);
        Transport transport = null;
        for (int i = security == Security.NONE ? 1 : 2; i < words.length; i++) {
            if (transport != null) {
                throw bad(text, "it has one transport");
            }
            transport = transport(text, words[i]);
        }
        if (!withHost && transport != Transport.UNIX) {
            throw bad(text, "an endpoint is written " + SHAPE);
        }
        Address address = transport == Transport.UNIX
                ? unixPath(text, place)
                : hostPort(text, place.isEmpty() ? "" : withoutHttp(place.substring(3)));
        try {
            return new Endpoint(service, security, transport, address);
        } catch (IllegalArgumentException e) {
            throw bad(text, String.valueOf(e.getMessage()));
        }
    }

    private static Security security(String[] words) {
        for (Security security : Security.values()) {
            if (security != Security.NONE && words.length > 1 && security.text().equalsIgnoreCase(words[1])) {
                return security;
            }
        }
        return Security.NONE;
    }

    private static UnixPath unixPath(String text, String place) {
        if (place.length() <= 1 || (place.startsWith("//", 1) && !place.startsWith("///", 1))) {
            throw bad(text, UNIX_SHAPE);
        }
        String path = place.substring(place.startsWith("///", 1) ? 3 : 1);
        String fault = UnixPath.fault(path);
        if (fault != null) {
            throw bad(text, fault);
        }
        return new UnixPath(path);
    }

    private static HostPort hostPort(String text, String address) {
        int colon = address.startsWith("[") ? address.indexOf(':', address.indexOf(']') + 1) : address.lastIndexOf(':');
        if (colon >= 0 && !address.startsWith("[") && address.indexOf(':') != colon) {
            throw bad(text, "an IPv6 address is written in brackets: [::1]:8080");
        }
        String host = colon < 0 ? address : address.substring(0, colon);
        int port = colon < 0 ? -1 : port(text, address.substring(colon + 1));
        return new HostPort(unbracketed(text, host), port);
    }

    /** The encoder's original client writes its host as {@code http://127.0.0.1}; it means the host alone. */
    private static String withoutHttp(String address) {
        return address.startsWith("http://") ? address.substring("http://".length()) : address;
    }

    private static Transport transport(String text, String name) {
        for (Transport transport : Transport.values()) {
            if (transport.text().equalsIgnoreCase(name)) {
                return transport;
            }
        }
        throw bad(text, "behind the service stands +tls or +mtls, if at all, then the transport: +tcp, +udp or +unix");
    }

    private static int port(String text, String digits) {
        if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > MAX_PORT) {
            throw bad(text, "the port is a number from 0 to 65535");
        }
        return Integer.parseInt(digits);
    }

    private static @Nullable String unbracketed(String text, String host) {
        if (host.isEmpty()) {
            return null;
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        if (!bare.matches(bare.indexOf(':') >= 0 ? "[0-9a-fA-F:.%a-z0-9]+" : "[A-Za-z0-9._-]+")) {
            throw bad(text, "the host is a name, an address, or an IPv6 address in brackets");
        }
        return bare;
    }

    private static IllegalArgumentException bad(String text, String hint) {
        return new IllegalArgumentException("'" + PrintableText.of(text) + "' is not an endpoint: " + hint);
    }

    /** This endpoint with the given values where nothing was written; a Unix socket as it is. */
    public Endpoint orElse(Transport defaultTransport, String defaultHost, int defaultPort) {
        return isUnix()
                ? this
                : new Endpoint(
                        service,
                        security,
                        transport == null ? defaultTransport : transport,
                        new HostPort(host() == null ? defaultHost : host(), port() < 0 ? defaultPort : port()));
    }

    /** This endpoint on another port; not for a Unix socket. */
    public Endpoint withPort(int newPort) {
        return new Endpoint(service, security, transport, new HostPort(host(), newPort));
    }

    /** The host without brackets; null when not written. */
    public @Nullable String host() {
        return address.host();
    }

    /** The port; 0 takes a free one, -1 when not written. */
    public int port() {
        return address.port();
    }

    /** True for UDP; TCP is what is meant when nothing is written. */
    public boolean isDatagram() {
        return transport == Transport.UDP;
    }

    /** True on TLS, whoever proves who it is. */
    public boolean isSecured() {
        return security != Security.NONE;
    }

    /** True for a Unix socket. */
    public boolean isUnix() {
        return transport == Transport.UNIX;
    }

    /**
     * The host, or the loopback address when none was written: nothing is exposed to the network by default.
     *
     * @throws IllegalStateException for a Unix socket
     */
    public String hostOrLoopback() {
        if (isUnix()) {
            throw new IllegalStateException(this + " has no host");
        }
        String host = host();
        return host == null ? "127.0.0.1" : host;
    }

    /** Where it is, for display: {@code 127.0.0.1:8080}, {@code [::1]:8080}, {@code /run/x.sock}. */
    public String place() {
        return isUnix() ? address.toString() : new HostPort(hostOrLoopback(), port()).toString();
    }

    /** As endpoints are written; {@link #parse} reads it back. */
    @Override
    public String toString() {
        String shown = address.toString();
        String before = shown.isEmpty() ? "" : isUnix() && !shown.startsWith("/") ? ":" : "://";
        String secured = isSecured() ? "+" + security.text() : "";
        return service + secured + (transport == null ? "" : "+" + transport.text()) + before + shown;
    }
}
