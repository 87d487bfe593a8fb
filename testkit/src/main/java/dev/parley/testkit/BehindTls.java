package dev.parley.testkit;

import dev.parley.core.AdmissionLimits;
import dev.parley.core.Endpoint;
import dev.parley.core.Peer;
import dev.parley.core.Timeouts;
import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.TlsWire;
import dev.parley.tls.TlsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An engine whose TCP servers speak TLS, behind a {@link TlsBridge} each: the suites of an engine run on it as they are.
 *
 * @param server of its servers, which offer TLS 1.3 alone, since peers of the suites end one side and read on
 */
public record BehindTls(Engine engine, SSLContext server, SSLContext client) implements Engine {
    /** With the certificates of tests. */
    public static BehindTls of(Engine engine) {
        TestCertificates certificates = TestCertificates.get();
        return new BehindTls(engine, certificates.serverContext(), certificates.clientContext());
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public @Nullable String reasonUnsupported(ServerSpec spec) {
        return engine.reasonUnsupported(spec);
    }

    @Override
    public RunningServer start(ServerSpec spec) throws IOException {
        if (spec.endpoint().transport() != Transport.TCP) {
            return engine.start(spec);
        }
        RunningServer started = engine.start(spec.withWires(TlsWire.of(new TlsServer(() -> server, false, true))));
        return new Bridged(started, TlsBridge.to(started, client));
    }

    private record Bridged(RunningServer server, TlsBridge bridge) implements RunningServer {
        @Override
        public boolean isFull() {
            return server.isFull();
        }

        @Override
        public void change(Timeouts timeouts, AdmissionLimits admission) {
            server.change(timeouts, admission);
        }

        @Override
        public void admit(boolean newClients) {
            server.admit(newClients);
        }

        @Override
        public int disconnect(Predicate<Peer> which) {
            return server.disconnect(which);
        }

        @Override
        public Endpoint endpoint() {
            return server.endpoint().withPort(bridge.port());
        }

        @Override
        public int clients() {
            return server.clients();
        }

        @Override
        public Stopped stop(Duration grace) {
            Stopped stopped = server.stop(grace);
            try {
                bridge.close();
            } catch (IOException e) {
                throw new IllegalStateException("a listener that cannot be closed", e);
            }
            return stopped;
        }
    }
}
