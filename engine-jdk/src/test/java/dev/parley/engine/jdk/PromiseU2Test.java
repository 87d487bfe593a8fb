package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.engine.LocalPorts;
import dev.parley.engine.RunningServer;
import dev.parley.testkit.ContractCase;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.RawDatagrams;
import dev.parley.testkit.RawPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** U2: servers do not answer each other. */
@Tag("slow")
class PromiseU2Test {
    private static final Duration A_WHILE = Duration.ofMillis(200);
    /** Raw sockets may forge a source; UDP over IPv4 may go without a checksum. */
    private static final String FORGE = """
            import socket, struct, sys
            source, target = int(sys.argv[1]), int(sys.argv[2])
            raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP)
            raw.bind(('127.0.0.1', 0))
            raw.sendto(struct.pack('!HHHH', source, target, 12, 0) + b'ping', ('127.0.0.1', 0))
            """;

    private static RunningServer answering(Engine engine, LocalPorts ports, AtomicInteger served) throws IOException {
        return engine.start(
                ContractServers.spec(Transport.UDP, Framings.READ, Limits.DEFAULT, peer -> (request, reply) -> {
                            served.incrementAndGet();
                            reply.send(request);
                        })
                        .withLocalPorts(ports));
    }

    private static void answersAStranger(RunningServer server) throws IOException {
        try (RawDatagrams stranger = RawDatagrams.open()) {
            stranger.send(RawPeer.bytes("ping"), ContractCase.addressOf(server));
            assertThat(RawPeer.text(stranger.receive())).isEqualTo("ping");
        }
    }

    private static void forge(int source, RunningServer target) throws Exception {
        Process python = new ProcessBuilder(
                        "python3",
                        "-c",
                        FORGE,
                        String.valueOf(source),
                        String.valueOf(target.endpoint().port()))
                .redirectErrorStream(true)
                .start();
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeThat(python.waitFor(20, TimeUnit.SECONDS) && python.exitValue() == 0)
                .as("a source can be forged, which takes python3 and the right to raw sockets: " + output)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void twoServersThatAForgedSourceMakesFaceEachOtherFallSilent(Engine engine) throws Exception {
        LocalPorts ports = new LocalPorts();
        AtomicInteger served = new AtomicInteger();
        try (RunningServer one = answering(engine, ports, served);
                RunningServer two = answering(engine, ports, served)) {
            forge(one.endpoint().port(), two);
            forge(two.endpoint().port(), one);
            forge(one.endpoint().port(), one);
            // Each is sent a request in turn: what was forged has been dealt with by then.
            answersAStranger(one);
            answersAStranger(two);
            Awaitility.await().during(A_WHILE).until(() -> served.get() == 2);
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void serversThatDoNotKnowOfEachOtherButShareAPortFallSilent(Engine engine) throws Exception {
        AtomicInteger served = new AtomicInteger();
        try (RunningServer server = answering(engine, new LocalPorts(), served);
                RawDatagrams twin = RawDatagrams.on(new InetSocketAddress(
                        InetAddress.ofLiteral("127.0.0.2"), server.endpoint().port()))) {
            twin.send(RawPeer.bytes("ping"), ContractCase.addressOf(server));
            answersAStranger(server);
            assertThat(twin.hearsNothingFor(A_WHILE)).isTrue();
            assertThat(served).hasValue(1);
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void dropsWhatClaimsToComeFromAWellKnownReflector(Engine engine) throws Exception {
        AtomicInteger served = new AtomicInteger();
        try (RunningServer server = answering(engine, new LocalPorts(), served)) {
            for (int port : List.of(7, 13, 17, 19, 37, 53, 123, 1900, 11211)) {
                try (RawDatagrams reflector =
                        RawDatagrams.on(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.9"), port))) {
                    reflector.send(RawPeer.bytes("ping"), ContractCase.addressOf(server));
                } catch (SocketException e) {
                    assumeThat(e)
                            .as("port " + port + " can be bound, which takes root")
                            .isNull();
                }
            }
            answersAStranger(server);
            assertThat(served).hasValue(1);
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void dropsWhatComesFromPortZero(Engine engine) throws Exception {
        AtomicInteger served = new AtomicInteger();
        try (RunningServer server = answering(engine, new LocalPorts(), served)) {
            forge(0, server);
            answersAStranger(server);
            assertThat(served).hasValue(1);
        }
    }

    /** Shows that the forgery of this test arrives, or the tests above would prove nothing. */
    @Test
    void answersAForgedSourceThatIsNoServer() throws Exception {
        AtomicInteger served = new AtomicInteger();
        try (RunningServer server = answering(new SelectorEngine(1), new LocalPorts(), served);
                RawDatagrams victim = RawDatagrams.open()) {
            forge(victim.address().getPort(), server);
            assertThat(RawPeer.text(victim.receive())).isEqualTo("ping");
        }
    }
}
