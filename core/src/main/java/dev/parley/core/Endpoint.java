package dev.parley.core;

import org.jspecify.annotations.Nullable;

/**
 * An address as users write it: {@code service[+transport]://host:port}. Every part may be missing; its default then
 * depends on the service.
 *
 * @param service {@code reverse}
 * @param transport null when not written
 * @param address where it is, or as much of it as was written
 */
public record Endpoint(String service, @Nullable Transport transport, Address address) {
    private static final String SHAPE = "service[+transport]://host:port, such as reverse://127.0.0.1:8080";
    private static final int MAX_PORT = 65_535;

    /**
     * An endpoint in an IP network.
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
        int scheme = text.indexOf("://");
        String name = scheme < 0 ? text : text.substring(0, scheme);
        String address = scheme < 0 ? "" : withoutHttp(text.substring(scheme + 3));
        int plus = name.indexOf('+');
        String service = plus < 0 ? name : name.substring(0, plus);
        if (!service.matches("[a-z][a-z0-9-]*")) {
            throw bad(text, "an endpoint is written " + SHAPE);
        }
        Transport transport = plus < 0 ? null : transport(text, name.substring(plus + 1));
        int colon = address.startsWith("[") ? address.indexOf(':', address.indexOf(']') + 1) : address.lastIndexOf(':');
        if (colon >= 0 && !address.startsWith("[") && address.indexOf(':') != colon) {
            throw bad(text, "an IPv6 address is written in brackets: [::1]:8080");
        }
        String host = colon < 0 ? address : address.substring(0, colon);
        int port = colon < 0 ? -1 : port(text, address.substring(colon + 1));
        return new Endpoint(service, transport, unbracketed(text, host), port);
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
        throw bad(text, "the transport is tcp or udp");
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

    /** This endpoint with the given values where nothing was written. */
    public Endpoint orElse(Transport defaultTransport, String defaultHost, int defaultPort) {
        return new Endpoint(
                service,
                transport == null ? defaultTransport : transport,
                host() == null ? defaultHost : host(),
                port() < 0 ? defaultPort : port());
    }

    /** This endpoint on another port. */
    public Endpoint withPort(int newPort) {
        return new Endpoint(service, transport, host(), newPort);
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

    /** The host, or the loopback address when none was written: nothing is exposed to the network by default. */
    public String hostOrLoopback() {
        String host = host();
        return host == null ? "127.0.0.1" : host;
    }

    /** As endpoints are written; {@link #parse} reads it back. */
    @Override
    public String toString() {
        String shown = address.toString();
        return service + (transport == null ? "" : "+" + transport.text()) + (shown.isEmpty() ? "" : "://" + shown);
    }
}
