package dev.parley.testkit;

import dev.parley.core.Framing;
import dev.parley.core.Limits;
import dev.parley.core.TooLong;
import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;

/**
 * One thing all engines must do alike: what peers do, and the transcript of what they then see.
 *
 * @param name a sentence
 * @param expected the transcript every engine must give
 */
public record ContractCase(
        String name, Transport transport, Framing framing, Limits limits, Script script, String expected) {
    /** The longest message of the contract: short, so that the edges are cheap to reach. */
    public static final int LONGEST_BYTES = 100;

    /** What the peers do. */
    @FunctionalInterface
    public interface Script {
        /** Talks to the server at this address and answers the transcript. */
        String talkTo(SocketAddress server) throws Exception;
    }

    static Limits limits(TooLong tooLong) {
        return Limits.DEFAULT.withMaxMessage(LONGEST_BYTES, tooLong);
    }

    /** What identifies the case among all. */
    public String title() {
        return transport.text() + " " + framing.name() + ": " + name;
    }

    /** The same on a Unix socket, where there is no reset. */
    ContractCase onUnixSocket() {
        return new ContractCase(name, Transport.UNIX, framing, limits, script, expected.replace("<reset>", "<end>"));
    }

    /** Starts a server on this engine, runs the script against it, stops it, and answers the transcript. */
    public String transcript(Engine engine) throws Exception {
        ServerSpec spec = ServerSpec.of(
                ContractServers.endpoint(transport),
                ContractService.protocol(framing),
                peer -> new ContractService(),
                limits);
        RunningServer server = engine.start(spec);
        try {
            return script.talkTo(ContractServers.address(server));
        } finally {
            server.stop(Duration.ofSeconds(5));
        }
    }

    /** Where a server in a network listens. */
    public static InetSocketAddress addressOf(RunningServer server) {
        return new InetSocketAddress(
                server.endpoint().hostOrLoopback(), server.endpoint().port());
    }
}
