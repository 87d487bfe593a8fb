package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Reply;
import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.RawFrames;
import dev.parley.testkit.RawPeer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C5: a reset on a half-closed connection leaves nothing. */
@Tag("slow")
class PromiseC5Test {
    private static final double AT_REST = 0.01;
    /** Where each has a thread, that looks four times a second whether its peer has left. */
    private static final double WHILE_REPLIES_ARE_OWED = 0.1;

    private static final int TIMES = 1000;
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration LONGEST_UNREST = Duration.ofSeconds(20);

    private static long sockets() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(PromiseC5Test::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) { // closed since it was listed
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void leavesNothingOfAThousandHalfClosedConnectionsThatAreReset(Engine engine) throws Exception {
        leavesNothingOfThoseThatAreReset(Transport.TCP, engine);
        leavesNothingOfThoseThatAreReset(Transport.UNIX, engine);
    }

    private static void leavesNothingOfThoseThatAreReset(Transport transport, Engine engine) throws Exception {
        try (RunningServer server = ContractServers.streams(
                transport, engine, Framings.LEN8, Limits.DEFAULT, (request, reply) -> reply.send(request))) {
            await().until(() -> sockets() > 0);
            long before = sockets();
            for (int i = 0; i < TIMES; i++) {
                try (RawPeer peer = RawPeer.connect(ContractServers.address(server))) {
                    if (i % 2 == 0) {
                        peer.send(RawFrames.of(Framings.LEN8, "ab"));
                    }
                    peer.halfClose();
                    peer.reset();
                }
            }
            await().untilAsserted(() -> assertThat(server.clients()).isZero());
            await().untilAsserted(() -> assertThat(sockets()).isLessThanOrEqualTo(before));
            comesToRest(AT_REST);
        }
    }

    /** A loop that spins over what a reset left behind never does. */
    private static void comesToRest(double share) {
        await().pollInSameThread()
                .atMost(LONGEST_UNREST)
                .untilAsserted(() -> assertThat(busyShare())
                        .as("processor time of all threads but ours and the test runner's")
                        .isLessThan(share));
    }

    /** How much of a second they were running. Threads that have ended are not counted. */
    private static double busyShare() {
        Map<Long, Long> before = processorNanos();
        long start = System.nanoTime();
        await().pollInSameThread().pollDelay(IDLE).until(() -> true);
        long length = System.nanoTime() - start;
        long busy = 0;
        for (Map.Entry<Long, Long> thread : processorNanos().entrySet()) {
            busy += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
        }
        return (double) busy / length;
    }

    private static Map<Long, Long> processorNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<Long, Long> nanos = new HashMap<>();
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread == null // ended since it was listed
                    || thread.getThreadId() == Thread.currentThread().threadId()
                    || thread.getThreadName().startsWith("surefire")) {
                continue;
            }
            nanos.put(thread.getThreadId(), Math.max(0, threads.getThreadCpuTime(thread.getThreadId())));
        }
        return nanos;
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.CONCURRENT)
    void leavesNothingWhenRepliesAreGivenAfterTheReset(Engine engine) throws Exception {
        leavesNothingWhenRepliesAreGivenAfterTheReset(Transport.TCP, engine);
        leavesNothingWhenRepliesAreGivenAfterTheReset(Transport.UNIX, engine);
    }

    private static void leavesNothingWhenRepliesAreGivenAfterTheReset(Transport transport, Engine engine)
            throws Exception {
        Queue<Reply<byte[]>> owed = new ConcurrentLinkedQueue<>();
        AtomicInteger received = new AtomicInteger();
        try (RunningServer server =
                ContractServers.streams(transport, engine, Framings.LEN8, Limits.DEFAULT, (request, reply) -> {
                    owed.add(reply);
                    received.incrementAndGet();
                })) {
            long before = sockets();
            for (int i = 0; i < 200; i++) {
                int soFar = i;
                try (RawPeer peer = RawPeer.connect(ContractServers.address(server))) {
                    peer.send(RawFrames.of(Framings.LEN8, "ab"));
                    peer.halfClose();
                    await().pollInterval(Duration.ofMillis(1)).until(() -> received.get() > soFar);
                    peer.reset();
                }
            }
            comesToRest(WHILE_REPLIES_ARE_OWED); // on a Unix socket only writing shows that their peers have gone
            owed.forEach(reply -> reply.send(RawPeer.bytes("late")));
            await().untilAsserted(() -> assertThat(server.clients()).isZero());
            await().untilAsserted(() -> assertThat(sockets()).isLessThanOrEqualTo(before));
        }
    }
}
