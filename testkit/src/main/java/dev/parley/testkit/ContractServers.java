package dev.parley.testkit;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framing;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.Service;
import dev.parley.core.ServiceFactory;
import dev.parley.core.Transport;
import dev.parley.core.UnixPath;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** Servers for tests: loopback, a port of the system's choice, bytes in and bytes out. */
public final class ContractServers {
    private static final String TEMPORARY = System.getProperty("java.io.tmpdir");
    private static final AtomicInteger NEXT = new AtomicInteger();

    private ContractServers() {}

    /** A free port of this machine, or a path where there is no file yet. */
    public static Endpoint endpoint(Transport transport) {
        return transport == Transport.UNIX
                ? Endpoint.parse("contract+unix://" + TEMPORARY + "/parley-"
                        + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet() + ".sock")
                : new Endpoint("contract", transport, "127.0.0.1", 0);
    }

    /** What to serve, for tests that start the server themselves. */
    public static ServerSpec spec(
            Transport transport, Framing framing, Limits limits, ServiceFactory<byte[], byte[]> services) {
        return ServerSpec.of(
                endpoint(transport), Protocol.of("contract", framing, Codecs.BYTES, Codecs.BYTES), services, limits);
    }

    /** Where a server of streams listens. */
    public static SocketAddress address(RunningServer server) {
        return server.endpoint().address() instanceof UnixPath(String path)
                ? UnixDomainSocketAddress.of(path)
                : ContractCase.addressOf(server);
    }

    /** One service for all peers on TCP. */
    public static RunningServer tcp(Engine engine, Framing framing, Limits limits, Service<byte[], byte[]> service)
            throws IOException {
        return streams(Transport.TCP, engine, framing, limits, service);
    }

    /** One service for all peers on a transport with streams. */
    public static RunningServer streams(
            Transport transport, Engine engine, Framing framing, Limits limits, Service<byte[], byte[]> service)
            throws IOException {
        return engine.start(spec(transport, framing, limits, peer -> service));
    }

    /** One service for all peers on UDP. */
    public static RunningServer udp(Engine engine, Framing framing, Limits limits, Service<byte[], byte[]> service)
            throws IOException {
        return engine.start(spec(Transport.UDP, framing, limits, peer -> service));
    }
}
