package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Delivery;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Service;
import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.testkit.ContractCase;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.ContractService;
import dev.parley.testkit.RawDatagrams;
import dev.parley.testkit.RawFrames;
import dev.parley.testkit.RawPeer;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C10: a service that throws hurts one conversation. */
@Tag("slow")
class PromiseC10Test {
    private static final List<Throwable> FAULTS = List.of(
            new IllegalStateException("a fault of the test"),
            new StackOverflowError("a fault of the test"),
            new AssertionError("a fault of the test"));

    private static byte[] in(String message) {
        return RawFrames.of(Framings.LEN8, message);
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void hurtsNoneOfTheOthersWhenTheServiceFails(Engine engine) throws Exception {
        var spec = ContractServers.spec(Transport.TCP, Framings.LEN8, Limits.DEFAULT, peer -> new ContractService());
        try (RunningServer server = engine.start(spec)) {
            List<RawPeer> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                others.add(RawPeer.connect(ContractCase.addressOf(server)));
            }
            for (int round = 0; round < 10; round++) {
                for (String failure : List.of("throw", "overflow", "assert")) {
                    for (RawPeer other : others) {
                        other.send(in("ab"));
                    }
                    try (RawPeer hurt = RawPeer.connect(ContractCase.addressOf(server))) {
                        hurt.send(in(failure));
                        assertThat(hurt.untilEnd()).isEqualTo("<reset>");
                    }
                    for (RawPeer other : others) {
                        assertThat(other.read(3)).isEqualTo(in("ba"));
                    }
                }
            }
            for (RawPeer other : others) {
                other.close();
            }
        }
    }

    /** The failing peer is the first; the next ones are served by the same loop, acceptor and threads. */
    private static void survives(RunningServer server, boolean datagram) throws Exception {
        if (datagram) {
            InetSocketAddress at = ContractCase.addressOf(server);
            try (RawDatagrams hurt = RawDatagrams.open();
                    RawDatagrams other = RawDatagrams.open()) {
                hurt.send(in("ab"), at);
                other.send(in("ab"), at);
                assertThat(other.receive()).isEqualTo(in("ab"));
            }
            return;
        }
        SocketAddress at = ContractServers.address(server);
        assertThat(RawPeer.seenByConnecting("127.0.0.1", at))
                .isEqualTo(server.endpoint().isUnix() ? "<end>" : "<reset>");
        for (int i = 0; i < 4; i++) {
            try (RawPeer other = RawPeer.connect(at)) {
                other.send(in("ab"));
                assertThat(other.read(3)).isEqualTo(in("ab"));
            }
        }
    }

    private static void sneak(Throwable fault) {
        if (fault instanceof RuntimeException e) {
            throw e;
        }
        if (fault instanceof Error e) {
            throw e;
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void hurtsNoneOfTheOthersWhenTheServiceCannotBeOpened(Engine engine) throws Exception {
        for (Throwable fault : FAULTS) {
            for (Transport transport : Transport.values()) {
                AtomicBoolean first = new AtomicBoolean(true);
                var spec = ContractServers.spec(transport, Framings.LEN8, Limits.DEFAULT, peer -> {
                    if (first.getAndSet(false)) {
                        sneak(fault);
                    }
                    return (request, reply) -> reply.send(request);
                });
                try (RunningServer server = engine.start(spec)) {
                    survives(server, transport == Transport.UDP);
                    assertThat(server.stop(Duration.ofSeconds(5)))
                            .as("the failed one holds nothing")
                            .isEqualTo(RunningServer.Stopped.DRAINED);
                }
            }
        }
    }

    /** A delivery is the service's code too: it runs where a conversation is flushed and where it is torn down. */
    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void hurtsNoneOfTheOthersWhenADeliveryFails(Engine engine) throws Exception {
        for (Throwable fault : FAULTS) {
            CountDownLatch notified = new CountDownLatch(2);
            Delivery failing = new Delivery() {
                @Override
                public void delivered() {
                    notified.countDown();
                    sneak(fault);
                }

                @Override
                public void lost() {
                    notified.countDown();
                    sneak(fault);
                }
            };
            Limits limits =
                    Limits.DEFAULT.withTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(200));
            Service<byte[], byte[]> service = (request, reply) -> {
                switch (request.length) {
                    case 1 -> reply.send(request, failing);
                    case 3 -> reply.send(new byte[20_000_000], failing);
                    default -> reply.send(request);
                }
            };
            try (RunningServer server = ContractServers.tcp(engine, Framings.LEN32, limits, service)) {
                InetSocketAddress at = ContractCase.addressOf(server);
                try (RawPeer delivered = RawPeer.connect(at);
                        RawPeer lost = RawPeer.connectWithWindow(4096, at)) {
                    delivered.send(RawFrames.of(Framings.LEN32, "a"));
                    assertThat(delivered.untilEnd()).doesNotContain("<silence>");
                    lost.send(RawFrames.of(Framings.LEN32, "abc"));
                    assertThat(notified.await(10, TimeUnit.SECONDS)).isTrue();
                }
                // The deadlines are still looked at: the next one that reads nothing is cut as well.
                try (RawPeer next = RawPeer.connectWithWindow(4096, at)) {
                    next.send(RawFrames.of(Framings.LEN32, "abc"));
                    await().until(() -> server.clients() == 0);
                }
                try (RawPeer other = RawPeer.connect(at)) {
                    other.send(RawFrames.of(Framings.LEN32, "ok"));
                    assertThat(other.read(6)).isEqualTo(RawFrames.of(Framings.LEN32, "ok"));
                }
            }
        }
    }
}
