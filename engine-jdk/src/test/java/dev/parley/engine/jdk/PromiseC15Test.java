package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.engine.RunningServer.Stopped;
import dev.parley.testkit.ContractCase;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.RawDatagrams;
import dev.parley.testkit.RawFrames;
import dev.parley.testkit.RawPeer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C15: busy clients have a budget; a client that sends without end neither keeps out the others nor delays the stop. */
@Tag("alone")
class PromiseC15Test {
    private static final Duration GRACE = Duration.ofSeconds(8);
    private static final Duration FAIR = Duration.ofMillis(50);
    private static final int PROBES = 100;

    /** A client that always has the next request under way, and takes every reply. */
    private static final class Flood implements AutoCloseable {
        private final RawPeer peer;
        private final AtomicBoolean go = new AtomicBoolean(true);
        private final AtomicLong taken = new AtomicLong();
        private final Thread writer;
        private final Thread reader;

        Flood(InetSocketAddress server) throws IOException {
            peer = RawPeer.connect(server);
            String[] many = new String[2_000];
            Arrays.fill(many, "x");
            byte[] requests = RawFrames.of(Framings.LEN8, many);
            writer = Thread.ofPlatform().daemon().start(() -> {
                try {
                    while (go.get()) {
                        peer.send(requests);
                    }
                } catch (IOException e) {
                    go.set(false); // the server has ended it
                }
            });
            reader = Thread.ofPlatform().daemon().start(() -> {
                try {
                    for (int n = peer.read(4096).length; n > 0; n = peer.read(4096).length) {
                        taken.addAndGet(n);
                    }
                } catch (IOException e) {
                    go.set(false);
                }
            });
        }

        void awaitTaken() {
            await().until(() -> taken.get() > 100_000);
        }

        @Override
        public void close() throws IOException {
            go.set(false);
            peer.close();
            try {
                writer.join();
                reader.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RunningServer echo(Engine engine) throws IOException {
        return ContractServers.tcp(engine, Framings.LEN8, Limits.DEFAULT, (request, reply) -> reply.send(request));
    }

    private static List<Flood> floods(InetSocketAddress server) throws IOException {
        List<Flood> floods = new ArrayList<>();
        for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
            floods.add(new Flood(server));
        }
        floods.forEach(Flood::awaitTaken);
        return floods;
    }

    private static void end(List<Flood> floods) throws IOException {
        for (Flood flood : floods) {
            flood.close();
        }
    }

    /** How long most exchanges of one client take; with the machine full of floods a few may take longer. */
    private static Duration p90(InetSocketAddress server) throws IOException {
        byte[] request = RawFrames.of(Framings.LEN8, "probe");
        long[] nanos = new long[PROBES];
        try (RawPeer probe = RawPeer.connect(server)) {
            for (int i = 0; i < PROBES; i++) {
                long sent = System.nanoTime();
                probe.send(request);
                assertThat(probe.read(request.length)).isEqualTo(request);
                nanos[i] = System.nanoTime() - sent;
            }
        }
        Arrays.sort(nanos);
        return Duration.ofNanos(nanos[PROBES * 9 / 10]);
    }

    private static Duration untilRefused(InetSocketAddress server, long since) {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> {
            try {
                RawPeer.connect(server).close();
                return false;
            } catch (ConnectException e) {
                return true;
            } catch (IOException e) { // in the backlog when the listener closed
                return false;
            }
        });
        return Duration.ofNanos(System.nanoTime() - since);
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void othersAreServedBesideMoreBusyClientsThanCores(Engine engine) throws Exception {
        try (RunningServer server = echo(engine)) {
            InetSocketAddress at = ContractCase.addressOf(server);
            List<Flood> floods = floods(at);
            try {
                assertThat(p90(at)).isLessThan(FAIR);
            } finally {
                end(floods);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void aStopIsNotHeldUpByClientsThatKeepSending(Engine engine) throws Exception {
        RunningServer server = echo(engine);
        InetSocketAddress at = ContractCase.addressOf(server);
        List<Flood> floods = floods(at);
        try {
            long began = System.nanoTime();
            CompletableFuture<Stopped> stopped = CompletableFuture.supplyAsync(
                    () -> server.stop(GRACE), task -> Thread.ofPlatform().start(task));
            assertThat(untilRefused(at, began)).isLessThan(Duration.ofMillis(500));
            assertThat(stopped.get()).isEqualTo(Stopped.DRAINED);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(GRACE.dividedBy(2));
        } finally {
            end(floods);
        }
    }

    @Test
    void oneClientsManyRequestsToASlowServiceDoNotHoldUpTheLoop() throws Exception {
        int many = 30_000;
        String[] requests = new String[many];
        Arrays.fill(requests, "slow");
        try (RunningServer server =
                        ContractServers.tcp(new SelectorEngine(1), Framings.LEN8, Limits.DEFAULT, (request, reply) -> {
                            if (request.length == 4) {
                                work(Duration.ofMillis(1));
                            }
                            reply.send(request);
                        });
                RawPeer busy = RawPeer.connect(ContractCase.addressOf(server))) {
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    busy.send(RawFrames.of(Framings.LEN8, requests));
                } catch (IOException e) {
                    assertThat(e).as("the test has ended").isNotNull();
                }
            });
            busy.read(100);
            assertThat(p90(ContractCase.addressOf(server))).isLessThan(FAIR);
            long began = System.nanoTime();
            CompletableFuture<Stopped> stopped = CompletableFuture.supplyAsync(
                    () -> server.stop(Duration.ofMillis(300)),
                    task -> Thread.ofPlatform().start(task));
            assertThat(untilRefused(ContractCase.addressOf(server), began)).isLessThan(Duration.ofMillis(500));
            stopped.get();
            busy.leave();
            sender.join();
        }
    }

    private static void work(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void aFloodOfConnectsDoesNotKeepTheListenerOpen(Engine engine) throws Exception {
        RunningServer server = echo(engine);
        InetSocketAddress at = ContractCase.addressOf(server);
        AtomicBoolean go = new AtomicBoolean(true);
        AtomicLong connects = new AtomicLong();
        AtomicLong refusedLate = new AtomicLong();
        List<Thread> connecting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            connecting.add(Thread.ofPlatform().start(() -> {
                while (go.get()) {
                    try {
                        RawPeer.connect(at).close();
                        connects.incrementAndGet();
                    } catch (ConnectException e) {
                        go.set(false);
                    } catch (IOException e) {
                        refusedLate.incrementAndGet(); // in the backlog when the listener closed
                    }
                }
            }));
        }
        await().until(() -> connects.get() > 1_000);
        long began = System.nanoTime();
        assertThat(server.stop(GRACE)).isEqualTo(Stopped.DRAINED);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(GRACE.dividedBy(2));
        for (Thread thread : connecting) {
            thread.join();
        }
        assertThat(go).isFalse();
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void onePeersDatagramsLeaveRoomForOthers(Engine engine) throws Exception {
        try (RunningServer server = ContractServers.udp(engine, Framings.LEN8, Limits.DEFAULT, (request, reply) -> {
                    if (request.length == 4) {
                        work(Duration.ofMillis(1));
                    }
                    reply.send(request);
                });
                RawDatagrams busy = RawDatagrams.open();
                RawDatagrams other = RawDatagrams.open()) {
            InetSocketAddress at = ContractCase.addressOf(server);
            byte[] slow = RawFrames.of(Framings.LEN8, "slow");
            for (int i = 0; i < 200; i++) {
                busy.send(slow, at);
            }
            byte[] request = RawFrames.of(Framings.LEN8, "probe");
            long sent = System.nanoTime();
            other.send(request, at);
            assertThat(other.receive()).isEqualTo(request);
            assertThat(ByteBuffer.wrap(busy.receive())).isEqualTo(ByteBuffer.wrap(slow));
            assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(Duration.ofSeconds(2));
        }
    }
}
