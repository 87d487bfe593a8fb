package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Reply;
import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.engine.RunningServer.Stopped;
import dev.parley.testkit.ContractCase;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.RawDatagrams;
import dev.parley.testkit.RawFrames;
import dev.parley.testkit.RawPeer;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C7 where the engine answers for it: what was received is answered, and stop reports how it went. */
@Tag("alone")
class DrainTest {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static byte[] in(String... messages) {
        return RawFrames.of(Framings.LEN8, messages);
    }

    private static CompletableFuture<Stopped> stopping(RunningServer server, Duration grace) {
        return CompletableFuture.supplyAsync(
                () -> server.stop(grace), task -> Thread.ofVirtual().start(task));
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void answersEveryRequestItReceivedAndReportsDrained(Engine engine) throws Exception {
        int clients = 100;
        int each = 10;
        Queue<Reply<byte[]>> owed = new ConcurrentLinkedQueue<>();
        AtomicInteger received = new AtomicInteger();
        RunningServer server = ContractServers.tcp(engine, Framings.LEN8, Limits.DEFAULT, (request, reply) -> {
            owed.add(reply);
            received.incrementAndGet();
        });
        List<RawPeer> peers = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            RawPeer peer = RawPeer.connect(ContractCase.addressOf(server));
            peers.add(peer);
            for (int j = 0; j < each; j++) {
                peer.send(in("q" + j));
            }
        }
        await().until(() -> received.get() == clients * each);
        CompletableFuture<Stopped> stopped = stopping(server, GRACE);
        await().atMost(Duration.ofSeconds(2)).until(() -> refuses(ContractCase.addressOf(server)));
        assertThat(stopped).as("stop waits for the replies").isNotDone();
        owed.forEach(reply -> reply.send(RawPeer.bytes("r")));
        String all = RawFrames.seen(Framings.LEN8, "r").repeat(each) + "<end>";
        for (RawPeer peer : peers) {
            assertThat(peer.untilEnd()).isEqualTo(all);
            peer.close();
        }
        assertThat(stopped.get()).isEqualTo(Stopped.DRAINED);
        assertThat(server.clients()).isZero();
    }

    private static boolean refuses(InetSocketAddress server) throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(server);
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }

    /** Requests that the kernel holds when stop begins: 10 ms of them are on their way to the service. */
    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void answersWhatHadArrivedWhenTheStopBegan(Engine engine) throws Exception {
        for (int round = 0; round < 10; round++) {
            answersWhatHadArrived(Transport.TCP, engine);
            answersWhatHadArrived(Transport.UNIX, engine);
        }
    }

    private static void answersWhatHadArrived(Transport transport, Engine engine) throws Exception {
        RunningServer server = ContractServers.streams(
                transport, engine, Framings.LEN8, Limits.DEFAULT, (request, reply) -> reply.send(request));
        List<RawPeer> peers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            RawPeer peer = RawPeer.connect(ContractServers.address(server));
            peers.add(peer);
            peer.send(in("hi"));
            assertThat(peer.read(3)).hasSize(3);
        }
        for (RawPeer peer : peers) {
            peer.send(in("last"));
        }
        CompletableFuture<Stopped> stopped = stopping(server, GRACE);
        for (RawPeer peer : peers) {
            assertThat(peer.untilEnd()).isEqualTo(RawFrames.seen(Framings.LEN8, "last") + "<end>");
            peer.close();
        }
        assertThat(stopped.get()).isEqualTo(Stopped.DRAINED);
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void closesTheListenerWithinFiftyMillisecondsOfTheStop(Engine engine) throws Exception {
        CountDownLatch serving = new CountDownLatch(1);
        Queue<Reply<byte[]>> owed = new ConcurrentLinkedQueue<>();
        RunningServer server = ContractServers.tcp(engine, Framings.LEN8, Limits.DEFAULT, (request, reply) -> {
            owed.add(reply);
            serving.countDown();
        });
        try (RawPeer peer = RawPeer.connect(ContractCase.addressOf(server))) {
            peer.send(in("ab"));
            serving.await();
            long began = System.nanoTime();
            CompletableFuture<Stopped> stopped = stopping(server, GRACE);
            await().pollInterval(Duration.ofMillis(2))
                    .pollDelay(Duration.ZERO)
                    .until(() -> refuses(ContractCase.addressOf(server)));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(50));
            owed.forEach(Reply::none);
            assertThat(peer.untilEnd()).isEqualTo("<end>");
            peer.leave();
            assertThat(stopped.get()).isEqualTo(Stopped.DRAINED);
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void reportsForcedWhenARequestIsNeverAnswered(Engine engine) throws Exception {
        CountDownLatch serving = new CountDownLatch(1);
        RunningServer server =
                ContractServers.tcp(engine, Framings.LEN8, Limits.DEFAULT, (request, reply) -> serving.countDown());
        try (RawPeer peer = RawPeer.connect(ContractCase.addressOf(server))) {
            peer.send(in("ab"));
            serving.await();
            assertThat(server.stop(Duration.ofMillis(300))).isEqualTo(Stopped.FORCED);
            assertThat(peer.untilEnd()).isNotEqualTo("<silence>");
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void reportsForcedAndReturnsWhenAServiceDoesNotEnd(Engine engine) throws Exception {
        CountDownLatch serving = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        RunningServer server = ContractServers.tcp(engine, Framings.LEN8, Limits.DEFAULT, (request, reply) -> {
            serving.countDown();
            awaitStubbornly(end);
        });
        try (RawPeer peer = RawPeer.connect(ContractCase.addressOf(server))) {
            peer.send(in("ab"));
            serving.await();
            CompletableFuture<Stopped> stopped = stopping(server, Duration.ofMillis(300));
            assertThat(stopped.get(5, TimeUnit.SECONDS)).isEqualTo(Stopped.FORCED);
        } finally {
            end.countDown();
        }
    }

    private static void awaitStubbornly(CountDownLatch end) {
        boolean ended = false;
        while (!ended) {
            try {
                end.await();
                ended = true;
            } catch (InterruptedException e) {
                // stubborn: this is the service that no engine can end
            }
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void stopsWithinItsGraceWhenAPeerTakesNoReplies(Engine engine) throws Exception {
        Queue<Reply<byte[]>> owed = new ConcurrentLinkedQueue<>();
        RunningServer server =
                ContractServers.tcp(engine, Framings.LEN32, Limits.DEFAULT, (request, reply) -> owed.add(reply));
        try (RawPeer peer = RawPeer.connectWithWindow(4096, ContractCase.addressOf(server))) {
            peer.send(RawFrames.of(Framings.LEN32, "a"));
            await().until(() -> !owed.isEmpty());
            CompletableFuture<Stopped> stopped = stopping(server, Duration.ofMillis(600));
            owed.element().send(new byte[30_000_000]);
            assertThat(stopped.get(5, TimeUnit.SECONDS)).isEqualTo(Stopped.FORCED);
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void givesAllCallersOfStopTheSameResult(Engine engine) throws Exception {
        RunningServer server =
                ContractServers.tcp(engine, Framings.LEN8, Limits.DEFAULT, (request, reply) -> reply.send(request));
        List<CompletableFuture<Stopped>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(stopping(server, GRACE));
        }
        for (CompletableFuture<Stopped> answer : answers) {
            assertThat(answer.get()).isEqualTo(Stopped.DRAINED);
        }
        assertThat(server.stop(Duration.ofNanos(1))).isEqualTo(Stopped.DRAINED);
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void drainsDatagramsThatWereReceived(Engine engine) throws Exception {
        Queue<Reply<byte[]>> owed = new ConcurrentLinkedQueue<>();
        RunningServer server =
                ContractServers.udp(engine, Framings.READ, Limits.DEFAULT, (request, reply) -> owed.add(reply));
        try (RawDatagrams peer = RawDatagrams.open()) {
            for (int i = 0; i < 50; i++) {
                peer.send(RawPeer.bytes("q"), ContractCase.addressOf(server));
            }
            await().until(() -> owed.size() == 50);
            CompletableFuture<Stopped> stopped = stopping(server, GRACE);
            owed.forEach(reply -> reply.send(RawPeer.bytes("r")));
            for (int i = 0; i < 50; i++) {
                assertThat(peer.receive()).isEqualTo(RawPeer.bytes("r"));
            }
            assertThat(stopped.get()).isEqualTo(Stopped.DRAINED);
        }
    }
}
