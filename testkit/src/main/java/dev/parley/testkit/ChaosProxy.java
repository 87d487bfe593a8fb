package dev.parley.testkit;

import dev.parley.core.Endpoint;
import dev.parley.core.HostPort;
import dev.parley.core.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.stream.Stream;

/**
 * A proxy on loopback between clients and a server, on which things go wrong according to a {@link ChaosScript}: delays,
 * stalls, cuts, resets and a slow line on TCP; loss, duplicates, disorder, delays and stalls on UDP.
 *
 * <pre>
 *   client  ---- requests --->  proxy  ---- requests --->  server
 *           &lt;---- replies ----         &lt;---- replies ----
 * </pre>
 *
 * <pre>{@code
 * var script = ChaosScript.NONE.onReplies(new Fault.Stall(Fault.after(Duration.ofSeconds(2)), Duration.ofMillis(300)));
 * try (ChaosProxy proxy = ChaosProxy.inFrontOf(server.endpoint(), script);
 *         var client = Client.connect(proxy.endpoint(), protocol)) {
 *     ...
 * }
 * }</pre>
 *
 * An end of stream and a reset pass through to the other side; a server that refuses shows as a reset. Safe for any thread.
 */
public final class ChaosProxy implements AutoCloseable {
    /** The proxy of one transport. */
    sealed interface Route permits StreamChaos, DatagramChaos {
        int port();

        ChaosTally tally();

        void close();
    }

    private final Endpoint endpoint;
    private final Route route;

    private ChaosProxy(Endpoint endpoint, Route route) {
        this.endpoint = endpoint;
        this.route = route;
    }

    /**
     * Begins to listen, on a free port of the server's own address, for the transport the endpoint names. The server is
     * connected to when a client comes, and need not be up before.
     *
     * @throws IllegalArgumentException when the server is not on loopback, or a fault cannot happen to that transport
     * @throws IOException when no port can be had
     */
    public static ChaosProxy inFrontOf(Endpoint server, ChaosScript script) throws IOException {
        Transport transport = server.isDatagram() ? Transport.UDP : Transport.TCP;
        Stream.concat(script.requests().stream(), script.replies().stream())
                .filter(fault -> !fault.fits(transport))
                .forEach(fault -> {
                    throw new IllegalArgumentException(fault + " cannot happen to " + transport.text());
                });
        InetAddress host = InetAddress.getByName(server.hostOrLoopback());
        if (!host.isLoopbackAddress()) {
            throw new IllegalArgumentException(server + " is not on loopback; chaos stays at home");
        }
        InetSocketAddress address = new InetSocketAddress(host, server.port());
        Route route =
                transport == Transport.UDP ? DatagramChaos.start(address, script) : StreamChaos.start(address, script);
        HostPort proxied = new HostPort(host.getHostAddress(), route.port());
        return new ChaosProxy(new Endpoint(server.service(), server.security(), transport, proxied), route);
    }

    /** What clients connect to instead of the server. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** What has happened so far. */
    public ChaosTally tally() {
        return route.tally();
    }

    /** Resets what is still open; returns when every socket is closed and every thread has ended. Idempotent. */
    @Override
    public void close() {
        route.close();
    }
}
