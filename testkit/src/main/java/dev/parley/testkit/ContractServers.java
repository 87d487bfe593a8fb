package dev.parley.testkit;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framing;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.Service;
import dev.parley.core.ServiceFactory;
import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import java.io.IOException;

/** Servers for tests: loopback, a port of the system's choice, bytes in and bytes out. */
public final class ContractServers {
    private ContractServers() {}

    /** A free port of this machine. */
    public static Endpoint endpoint(Transport transport) {
        return new Endpoint("contract", transport, "127.0.0.1", 0);
    }

    /** What to serve, for tests that start the server themselves. */
    public static ServerSpec spec(
            Transport transport, Framing framing, Limits limits, ServiceFactory<byte[], byte[]> services) {
        return ServerSpec.of(
                endpoint(transport), Protocol.of("contract", framing, Codecs.BYTES, Codecs.BYTES), services, limits);
    }

    /** One service for all peers on TCP. */
    public static RunningServer tcp(Engine engine, Framing framing, Limits limits, Service<byte[], byte[]> service)
            throws IOException {
        return engine.start(spec(Transport.TCP, framing, limits, peer -> service));
    }

    /** One service for all peers on UDP. */
    public static RunningServer udp(Engine engine, Framing framing, Limits limits, Service<byte[], byte[]> service)
            throws IOException {
        return engine.start(spec(Transport.UDP, framing, limits, peer -> service));
    }
}
