package dev.parley.client;

import dev.parley.core.Endpoint;
import dev.parley.core.UnixPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where a server is. The system's name lookup has no deadline, and takes as long as its name servers are silent; so a name is looked
 * up on a thread of its own, which is left alone with it when the time is over.
 */
public final class ServerAddress {
    private ServerAddress() {}

    /** Finds the address of a name. */
    interface Lookup {
        InetAddress address(String host) throws UnknownHostException;
    }

    /**
     * The address of an endpoint with a port, or of a Unix socket; blocks for this long at most, and not at all where the host is an address.
     *
     * @throws CannotConnectException when there is no such host, or nobody said so in time
     */
    public static SocketAddress of(Endpoint endpoint, Duration atMost) throws IOException {
        return of(endpoint, atMost, InetAddress::getByName);
    }

    static SocketAddress of(Endpoint endpoint, Duration atMost, Lookup lookup) throws IOException {
        if (endpoint.address() instanceof UnixPath(String path)) {
            return UnixDomainSocketAddress.of(path);
        }
        String host = endpoint.hostOrLoopback();
        try {
            return new InetSocketAddress(InetAddress.ofLiteral(host), endpoint.port());
        } catch (IllegalArgumentException e) { // a name
            return new InetSocketAddress(named(endpoint, host, atMost, lookup), endpoint.port());
        }
    }

    private static InetAddress named(Endpoint endpoint, String host, Duration atMost, Lookup lookup)
            throws IOException {
        FutureTask<InetAddress> address = new FutureTask<>(() -> lookup.address(host));
        Thread.ofPlatform().daemon().name("parley-lookup").start(address);
        try {
            return address.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new CannotConnectException(
                    endpoint,
                    "no address of '" + host + "' within " + atMost.toMillis() + " ms; does the name server answer?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotConnectException(endpoint, "interrupted while '" + host + "' was looked up");
        } catch (ExecutionException e) {
            throw new CannotConnectException(endpoint, "there is no host '" + host + "'");
        }
    }
}
