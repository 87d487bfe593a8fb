package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Delivery;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Reply;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.engine.RunningServer.Stopped;
import dev.parley.testkit.ContractCase;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.RawFrames;
import dev.parley.testkit.RawPeer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two things at the same time, by the name of the race. */
class LifecycleRaceTest {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static byte[] in(String... messages) {
        return RawFrames.of(Framings.LEN8, messages);
    }

    private static RunningServer echo(Engine engine) throws IOException {
        return ContractServers.tcp(engine, Framings.LEN8, Limits.DEFAULT, (request, reply) -> reply.send(request));
    }

    private static CompletableFuture<Stopped> stopping(RunningServer server) {
        return CompletableFuture.supplyAsync(
                () -> server.stop(GRACE), task -> Thread.ofVirtual().start(task));
    }

    /** A client that connects during the stop is served or refused, never left waiting, and never delays the stop. */
    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void aClientConnectsWhileTheServerStops(Engine engine) throws Exception {
        for (int round = 0; round < 15; round++) {
            RunningServer server = echo(engine);
            InetSocketAddress at = ContractCase.addressOf(server);
            AtomicBoolean go = new AtomicBoolean(true);
            Queue<String> endings = new ConcurrentLinkedQueue<>();
            AtomicInteger begun = new AtomicInteger();
            Thread clients = Thread.ofVirtual().start(() -> {
                while (go.get()) {
                    try (RawPeer peer = RawPeer.connect(at)) {
                        begun.incrementAndGet();
                        peer.send(in("hi"));
                        peer.halfClose();
                        endings.add(peer.untilEnd());
                    } catch (IOException e) {
                        endings.add("<refused>");
                    }
                }
            });
            int some = round;
            await().pollInterval(Duration.ofMillis(1)).until(() -> begun.get() > some);
            assertThat(stopping(server).get()).isEqualTo(Stopped.DRAINED);
            go.set(false);
            clients.join();
            assertThat(endings)
                    .isNotEmpty()
                    .allMatch(ending -> ending.equals(RawFrames.seen(Framings.LEN8, "hi") + "<end>")
                            || ending.equals("<end>")
                            || ending.equals("<reset>")
                            || ending.equals("<refused>"));
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void theServerStopsBeforeItsFirstClient(Engine engine) throws Exception {
        for (int round = 0; round < 20; round++) {
            assertThat(echo(engine).stop(GRACE)).isEqualTo(Stopped.DRAINED);
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void theServerStopsWhileTheNextClientsWaitForAPermit(Engine engine) throws Exception {
        RunningServer server = ContractServers.tcp(
                engine, Framings.LEN8, Limits.DEFAULT.withMaxClients(1), (request, reply) -> reply.send(request));
        InetSocketAddress at = ContractCase.addressOf(server);
        try (RawPeer inside = RawPeer.connect(at);
                RawPeer waiting = RawPeer.connect(at);
                RawPeer last = RawPeer.connect(at)) {
            inside.send(in("hi"));
            assertThat(inside.read(3)).hasSize(3);
            CompletableFuture<Stopped> stopped = stopping(server);
            assertThat(inside.untilEnd()).isEqualTo("<end>");
            inside.leave();
            assertThat(waiting.untilEnd()).isNotEqualTo("<silence>");
            assertThat(last.untilEnd()).isNotEqualTo("<silence>");
            assertThat(stopped.get()).isEqualTo(Stopped.DRAINED);
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void aReplyIsGivenAfterTheClientReset(Engine engine) throws Exception {
        BlockingQueue<Reply<byte[]>> owed = new LinkedBlockingQueue<>();
        AtomicInteger delivered = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();
        try (RunningServer server =
                ContractServers.tcp(engine, Framings.LEN8, Limits.DEFAULT, (request, reply) -> owed.add(reply))) {
            for (int round = 0; round < 20; round++) {
                try (RawPeer peer = RawPeer.connect(ContractCase.addressOf(server))) {
                    peer.send(in("ab"));
                    Reply<byte[]> reply = take(owed);
                    peer.reset();
                    reply.send(RawPeer.bytes("ba"), new CountedOutcomes(delivered, lost));
                }
                await().pollInterval(Duration.ofMillis(2)).until(() -> server.clients() == 0);
            }
            // Whether the reset overtakes the reply depends on the kernel; that it is reported once depends on us.
            assertThat(delivered.get() + lost.get()).isEqualTo(20);
        }
    }

    private record CountedOutcomes(AtomicInteger deliveredCount, AtomicInteger lostCount) implements Delivery {
        @Override
        public void delivered() {
            deliveredCount.incrementAndGet();
        }

        @Override
        public void lost() {
            lostCount.incrementAndGet();
        }
    }

    private static Reply<byte[]> take(BlockingQueue<Reply<byte[]>> owed) throws InterruptedException {
        Reply<byte[]> reply = owed.poll(RawPeer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(reply).as("a request").isNotNull();
        return reply;
    }

    /** Half of the replies are owed when the peer resets; reading is stopped, so only writing can notice. */
    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void theClientResetsWhileReadingFromItIsPaused(Engine engine) throws Exception {
        BlockingQueue<Reply<byte[]>> owed = new LinkedBlockingQueue<>();
        Limits limits = Limits.DEFAULT.withMaxUnsent(1 << 20, 2);
        try (RunningServer server =
                ContractServers.tcp(engine, Framings.LEN8, limits, (request, reply) -> owed.add(reply))) {
            for (int round = 0; round < 10; round++) {
                try (RawPeer peer = RawPeer.connect(ContractCase.addressOf(server))) {
                    peer.send(in("a", "b", "c", "d", "e", "f", "g", "h"));
                    Reply<byte[]> first = take(owed);
                    Reply<byte[]> second = take(owed);
                    peer.reset();
                    first.send(RawPeer.bytes("1"));
                    second.send(RawPeer.bytes("2"));
                }
                await().pollInterval(Duration.ofMillis(2)).until(() -> {
                    for (Reply<byte[]> more = owed.poll(); more != null; more = owed.poll()) {
                        more.send(RawPeer.bytes("m"));
                    }
                    return server.clients() == 0;
                });
            }
        }
    }

    /** The service is not called for a client that is gone. */
    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void aReplyWakesAConversationThatADeadlineHasClosed(Engine engine) throws Exception {
        BlockingQueue<Reply<byte[]>> owed = new LinkedBlockingQueue<>();
        AtomicInteger served = new AtomicInteger();
        Limits limits = Limits.DEFAULT
                .withTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(150))
                .withMaxUnsent(1 << 20, 2);
        try (RunningServer server = ContractServers.tcp(engine, Framings.LEN32, limits, (request, reply) -> {
            served.incrementAndGet();
            owed.add(reply);
        })) {
            try (RawPeer peer = RawPeer.connectWithWindow(4096, ContractCase.addressOf(server))) {
                peer.send(RawFrames.of(Framings.LEN32, "a", "b", "c", "d"));
                Reply<byte[]> first = take(owed);
                Reply<byte[]> second = take(owed);
                first.send(new byte[20_000_000]);
                await().until(() -> server.clients() == 0);
                int before = served.get();
                second.send(RawPeer.bytes("2"));
                try (RawPeer next = RawPeer.connect(ContractCase.addressOf(server))) {
                    next.send(RawFrames.of(Framings.LEN32, "x"));
                    await().until(() -> served.get() > before);
                    assertThat(served).hasValue(before + 1);
                    owed.forEach(Reply::none);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void aReplyIsGivenAfterTheServerHasEnded(Engine engine) throws Exception {
        BlockingQueue<Reply<byte[]>> owed = new LinkedBlockingQueue<>();
        AtomicInteger delivered = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();
        RunningServer server =
                ContractServers.tcp(engine, Framings.LEN8, Limits.DEFAULT, (request, reply) -> owed.add(reply));
        try (RawPeer peer = RawPeer.connect(ContractCase.addressOf(server))) {
            peer.send(in("ab"));
            Reply<byte[]> reply = take(owed);
            assertThat(server.stop(Duration.ofMillis(50))).isEqualTo(Stopped.FORCED);
            assertThat(peer.untilEnd()).isNotEqualTo("<silence>");
            reply.send(RawPeer.bytes("ba"), new CountedOutcomes(delivered, lost));
            await().untilAsserted(() -> assertThat(lost).hasValue(1));
            assertThat(delivered).hasValue(0);
        }
    }
}
