package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.testkit.ContractCase;
import dev.parley.testkit.RawPeer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C4: idle and half-open peers are reaped. */
@Tag("alone")
class PromiseC4Test {
    private static final Duration IDLE = Duration.ofSeconds(1);

    private static final Duration REAPED_AFTER = IDLE.multipliedBy(3).dividedBy(2);

    private static RunningServer serve(Engine engine, String host) throws Exception {
        Limits limits = Limits.DEFAULT.withTimeouts(IDLE, Duration.ofSeconds(60), IDLE);
        return engine.start(ServerSpec.of(
                new Endpoint("contract", Transport.TCP, host, 0),
                Protocol.of("contract", Framings.LEN8, Codecs.BYTES, Codecs.BYTES),
                peer -> (request, reply) -> reply.send(request),
                limits));
    }

    private static void reapsAll(RunningServer server) {
        long began = System.nanoTime();
        await().atMost(REAPED_AFTER).until(() -> server.clients() == 0);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(IDLE.dividedBy(2));
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void reapsTwoHundredIdlePeers(Engine engine) throws Exception {
        try (RunningServer server = serve(engine, "127.0.0.1")) {
            List<RawPeer> peers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                peers.add(RawPeer.connect(ContractCase.addressOf(server)));
            }
            await().until(() -> server.clients() == 200);
            reapsAll(server);
            for (RawPeer peer : peers) {
                assertThat(peer.untilEnd()).isEqualTo("<end>");
                peer.close();
            }
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void reapsAClientWhoseProcessIsStopped(Engine engine) throws Exception {
        try (RunningServer server = serve(engine, "127.0.0.1")) {
            String command = "exec 3<>/dev/tcp/127.0.0.1/" + server.endpoint().port() + "; kill -STOP $$";
            Process client = new ProcessBuilder("bash", "-c", command).start();
            try {
                await().until(() -> server.clients() == 1);
                reapsAll(server);
                assertThat(client.isAlive()).isTrue();
            } finally {
                client.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    /** The link goes down under an open connection: neither side receives anything from the other again. */
    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void reapsAHalfOpenPeerBehindALinkThatIsDown(Engine engine) throws Exception {
        String id = "pl" + ProcessHandle.current().pid();
        String subnet = "10.213." + (ProcessHandle.current().pid() % 250) + ".";
        String setUp = "ip netns add " + id + " && ip link add " + id + "a type veth peer name " + id + "b netns " + id
                + " && ip addr add " + subnet + "1/24 dev " + id + "a && ip link set " + id + "a up && ip -n " + id
                + " addr add " + subnet + "2/24 dev " + id + "b && ip -n " + id + " link set " + id + "b up";
        try {
            String failure = shell(setUp);
            assumeThat(failure)
                    .as("a network namespace can be made, which takes root")
                    .isEmpty();
            try (RunningServer server = serve(engine, subnet + "1")) {
                Process client = new ProcessBuilder(
                                "ip",
                                "netns",
                                "exec",
                                id,
                                "bash",
                                "-c",
                                "exec 3<>/dev/tcp/" + subnet + "1/"
                                        + server.endpoint().port() + "; printf '\\1x' >&3; head -c 2 <&3; read -r")
                        .start();
                try {
                    assertThat(client.getInputStream().readNBytes(2))
                            .as("served")
                            .hasSize(2);
                    assertThat(shell("ip link set " + id + "a down")).isEmpty();
                    reapsAll(server);
                } finally {
                    client.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
                }
            }
        } finally {
            shell("ip link del " + id + "a; ip netns del " + id);
        }
    }

    /** What a command complains about; empty when all went well. */
    private static String shell(String command) throws Exception {
        Process shell = new ProcessBuilder("bash", "-c", command)
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return shell.waitFor() == 0 ? "" : "failed: " + output;
    }
}
