package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.testkit.ContractCase;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.RawDatagrams;
import dev.parley.testkit.RawPeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/** U3: what is remembered of UDP peers is bounded, and the one silent for longest is forgotten first. */
class PromiseU3Test {
    private static final int MOST = 50;
    private static final int SOURCES = 20_000;
    private static final int MILLION = 1_000_000;
    /** Below those the system gives to servers that take any. */
    private static final int PORT = 20_001;

    private static RunningServer numbering(Engine engine, Limits limits, AtomicInteger opened) throws IOException {
        return engine.start(ContractServers.spec(Transport.UDP, Framings.READ, limits, peer -> {
            int number = opened.incrementAndGet();
            return (request, reply) -> reply.send(RawPeer.bytes("peer " + number));
        }));
    }

    private static String ask(RawDatagrams peer, RunningServer server) throws IOException {
        peer.send(RawPeer.bytes("who am I?"), ContractCase.addressOf(server));
        return RawPeer.text(peer.receive());
    }

    /** 127.16.0.0 upwards, each a source of its own, and none on the server's port, which would not be answered. */
    private static RawDatagrams source(int i) throws IOException {
        byte[] address = {127, (byte) (16 + (i >> 16)), (byte) (i >> 8), (byte) i};
        return RawDatagrams.on(new InetSocketAddress(InetAddress.getByAddress(address), PORT));
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void remembersNoMorePeersThanItMay(Engine engine) throws Exception {
        AtomicInteger opened = new AtomicInteger();
        try (RunningServer server = numbering(engine, Limits.DEFAULT.withMaxClients(MOST), opened)) {
            for (int i = 0; i < SOURCES; i++) {
                try (RawDatagrams peer = source(i)) {
                    peer.send(RawPeer.bytes("who am I?"), ContractCase.addressOf(server));
                    if (i % 20 == 0) {
                        peer.receive();
                        assertThat(server.clients()).isLessThanOrEqualTo(MOST);
                    }
                }
            }
            await().untilAsserted(() -> assertThat(opened).hasValue(SOURCES));
            assertThat(server.clients()).isEqualTo(MOST);
        }
    }

    /** The number of the promise, on one engine: the table is the same class on all. */
    @Tag("nightly")
    @Test
    void remembersNoMoreOfAMillionPeersThanItMay() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger mostRemembered = new AtomicInteger();
        try (RunningServer server = numbering(new SelectorEngine(1), Limits.DEFAULT.withMaxClients(MOST), opened)) {
            Process sources = manySources(server);
            try (BufferedReader out = sources.inputReader()) {
                await().atMost(Duration.ofSeconds(50)).until(() -> {
                    mostRemembered.accumulateAndGet(server.clients(), Math::max);
                    return !sources.isAlive();
                });
                assertThat(out.readLine()).as("answers").isEqualTo(Integer.toString(MILLION));
            } finally {
                sources.destroyForcibly();
            }
            assertThat(opened).hasValue(MILLION);
            assertThat(mostRemembered.get()).isBetween(1, MOST);
        }
    }

    private static Process manySources(RunningServer server) {
        try {
            return new ProcessBuilder(
                            "python3",
                            "src/test/python/many_sources.py",
                            Integer.toString(server.endpoint().port()),
                            Integer.toString(MILLION))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            System.err.println("skipped: there is no python3 to forge a million sources");
            throw new TestAbortedException("there is no python3 to forge a million sources", e);
        }
    }

    @Tag("alone") // where threads wait for a core, a peer is still being answered when the next one comes
    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void forgetsThePeerThatHasBeenSilentForLongest(Engine engine) throws Exception {
        AtomicInteger opened = new AtomicInteger();
        try (RunningServer server = numbering(engine, Limits.DEFAULT.withMaxClients(2), opened);
                RawDatagrams one = source(1);
                RawDatagrams two = source(2);
                RawDatagrams three = source(3)) {
            assertThat(ask(one, server)).isEqualTo("peer 1");
            assertThat(ask(two, server)).isEqualTo("peer 2");
            assertThat(ask(one, server)).isEqualTo("peer 1");
            assertThat(ask(three, server)).isEqualTo("peer 3");
            assertThat(ask(one, server))
                    .as("seen more recently than the second")
                    .isEqualTo("peer 1");
            assertThat(ask(two, server)).as("forgotten").isEqualTo("peer 4");
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void forgetsPeersThatAreIdle(Engine engine) throws Exception {
        AtomicInteger opened = new AtomicInteger();
        Duration idle = Duration.ofMillis(200);
        Limits limits = Limits.DEFAULT.withTimeouts(idle, idle, idle);
        try (RunningServer server = numbering(engine, limits, opened);
                RawDatagrams peer = source(1)) {
            assertThat(ask(peer, server)).isEqualTo("peer 1");
            await().until(() -> server.clients() == 0);
            assertThat(ask(peer, server)).isEqualTo("peer 2");
        }
    }

    private static RunningServer answeringSome(Engine engine, Limits limits, AtomicInteger opened) throws IOException {
        return engine.start(ContractServers.spec(Transport.UDP, Framings.READ, limits, peer -> {
            opened.incrementAndGet();
            return (request, reply) -> {
                if (request.length > 1) {
                    reply.send(request);
                }
            };
        }));
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void forgetsIdlePeersBehindOneWhoseReplyNeverComes(Engine engine) throws Exception {
        AtomicInteger opened = new AtomicInteger();
        Duration idle = Duration.ofMillis(200);
        Limits limits = Limits.DEFAULT.withTimeouts(idle, idle, idle);
        try (RunningServer server = answeringSome(engine, limits, opened);
                RawDatagrams owed = source(1);
                RawDatagrams other = source(2)) {
            owed.send(RawPeer.bytes("?"), ContractCase.addressOf(server));
            await().until(() -> opened.get() == 1);
            assertThat(ask(other, server)).isEqualTo("who am I?");
            await().until(() -> server.clients() == 1);
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void peersWhoseRepliesNeverComeDoNotKeepOutNewOnes(Engine engine) throws Exception {
        AtomicInteger opened = new AtomicInteger();
        int owed = 100;
        try (RunningServer server = answeringSome(engine, Limits.DEFAULT.withMaxClients(owed + 1), opened);
                RawDatagrams settled = source(owed);
                RawDatagrams newcomer = source(owed + 1)) {
            for (int i = 0; i < owed; i++) {
                try (RawDatagrams peer = source(i)) {
                    peer.send(RawPeer.bytes("?"), ContractCase.addressOf(server));
                }
            }
            await().until(() -> opened.get() == owed);
            assertThat(ask(settled, server)).isEqualTo("who am I?");
            await().until(() -> {
                newcomer.send(RawPeer.bytes("who am I?"), ContractCase.addressOf(server));
                return opened.get() == owed + 2;
            });
            assertThat(RawPeer.text(newcomer.receive())).isEqualTo("who am I?");
        }
    }
}
