package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Reply;
import dev.parley.core.TooLong;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.testkit.ContractCase;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.RawDatagrams;
import dev.parley.testkit.RawFrames;
import dev.parley.testkit.RawPeer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * C11: no leaks. All engines at once, TCP and UDP, traffic of every kind a conversation can end with; after each round, when
 * all clients are gone, descriptors, threads and the heap after a collection are counted.
 */
class PromiseC11Test {
    private static final Duration DEADLINE = Duration.ofMillis(300);
    private static final Limits LIMITS =
            Limits.DEFAULT.withMaxMessage(100, TooLong.REJECT).withTimeouts(DEADLINE, DEADLINE, DEADLINE);
    private static final int TIMES = 10;
    private static final int FEWEST_SAMPLES = 8;
    /** Of tens of thousands of conversations: a few bytes for each would be more. */
    private static final long HEAP_NOISE_BYTES = 256 << 10;

    /** A line of a heap histogram: number, instances, bytes, class. */
    private static final Pattern HISTOGRAM_LINE = Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+) +(\\S+)");

    /**
     * Each thread of a pool keeps a table of 4 KiB from its first read on, in the JDK, so that the heap grows until the last
     * thread has had something to do; that is bounded by the threads, which are counted. The other two are the heap's own
     * filling and this test's notes.
     */
    private static final Set<String> NOT_OF_CONVERSATIONS =
            Set.of("[Ljava.nio.ByteBuffer;", "[Ljdk.internal.vm.FillerElement;", Sample.class.getName());

    /** Pools grow to what was wanted at once; a leak would be a thread a round at least. */
    private static final int SPARE_THREADS = 8;

    private interface Traffic {
        void run(InetSocketAddress server) throws IOException;
    }

    private record Sample(long descriptors, long threads, long liveBytes) {}

    private static final List<Traffic> TRAFFIC = List.of(
            server -> talk(server, peer -> {
                peer.send(RawFrames.of(Framings.LEN8, "one", "two", "three"));
                assertThat(peer.read(14)).hasSize(14);
            }),
            server -> talk(server, peer -> {
                peer.send(RawFrames.of(Framings.LEN8, "half"));
                peer.halfClose();
                peer.untilEnd();
            }),
            server -> talk(server, peer -> {
                peer.send(new byte[] {9, 'a', 'b'});
                peer.reset();
            }),
            server -> talk(server, RawPeer::reset),
            server -> talk(server, peer -> {}),
            server -> talk(server, peer -> {
                peer.send(RawFrames.of(Framings.LEN8, new byte[200]));
                peer.untilEnd();
            }),
            server -> talk(server, peer -> {
                peer.send(RawFrames.of(Framings.LEN8, "fault"));
                peer.untilEnd();
            }),
            server -> talk(server, peer -> {
                peer.send(RawFrames.of(Framings.LEN8, "later"));
                assertThat(peer.read(6)).hasSize(6);
            }),
            server -> talk(server, peer -> {
                peer.send(RawFrames.of(Framings.LEN8, "later", "later"));
                peer.reset();
            }));

    /** Ended by a deadline of the server: once a round, for it takes its time. */
    private static final List<Traffic> SLOW_TRAFFIC = List.of(
            server -> talk(server, RawPeer::untilEnd),
            server -> talk(server, peer -> {
                peer.send(new byte[] {9, 'a'});
                peer.untilEnd();
            }));

    private interface Conversation {
        void with(RawPeer peer) throws IOException;
    }

    private static void talk(InetSocketAddress server, Conversation conversation) throws IOException {
        try (RawPeer peer = RawPeer.connect(server)) {
            conversation.with(peer);
        }
    }

    private static void serve(byte[] request, Reply<byte[]> reply) {
        switch (RawPeer.text(request)) {
            case "fault" -> throw new IllegalStateException("a fault of the test");
            case "later" -> Thread.ofVirtual().start(() -> reply.send(request));
            default -> reply.send(request);
        }
    }

    @Test
    @Tag("alone") // a busy machine moves the heap by more than what is looked for
    @Timeout(600)
    void nothingGrowsInThreeMinutes() throws Exception {
        staysFlat(Duration.ofMinutes(3));
    }

    @Test
    @Tag("nightly")
    @Timeout(2 * 3600)
    void nothingGrowsInAnHour() throws Exception {
        staysFlat(Duration.ofMinutes(Long.getLong("parley.nightly.minutes", 60)));
    }

    static void staysFlat(Duration time) throws Exception {
        List<RunningServer> tcp = new ArrayList<>();
        List<RunningServer> udp = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(5)) {
            for (Named<Engine> engine : EnginesUnderTest.all().toList()) {
                tcp.add(ContractServers.tcp(engine.getPayload(), Framings.LEN8, LIMITS, PromiseC11Test::serve));
                udp.add(ContractServers.udp(engine.getPayload(), Framings.LEN8, LIMITS, PromiseC11Test::serve));
            }
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end || samples.size() < FEWEST_SAMPLES) {
                round(clients, tcp, udp);
                await().until(() ->
                        Stream.concat(tcp.stream(), udp.stream()).allMatch(server -> server.clients() == 0));
                samples.add(sample());
            }
        } finally {
            for (RunningServer server :
                    Stream.concat(tcp.stream(), udp.stream()).toList()) {
                server.stop(Duration.ofSeconds(5));
            }
        }
        List<Sample> early = samples.subList(samples.size() / 4, samples.size() / 2);
        List<Sample> late = samples.subList(samples.size() * 3 / 4, samples.size());
        assertThat(least(late, Sample::descriptors))
                .as("descriptors")
                .isLessThanOrEqualTo(most(early, Sample::descriptors));
        assertThat(least(late, Sample::threads))
                .as("threads")
                .isLessThanOrEqualTo(most(early, Sample::threads) + SPARE_THREADS);
        assertThat(median(late, Sample::liveBytes))
                .as("heap")
                .isLessThanOrEqualTo(median(early, Sample::liveBytes) + HEAP_NOISE_BYTES);
    }

    private static void round(ExecutorService clients, List<RunningServer> tcp, List<RunningServer> udp)
            throws Exception {
        List<Future<Boolean>> running = new ArrayList<>();
        for (int i = 0; i < tcp.size(); i++) {
            InetSocketAddress stream = ContractCase.addressOf(tcp.get(i));
            InetSocketAddress datagram = ContractCase.addressOf(udp.get(i));
            running.add(clients.submit(() -> {
                for (int time = 0; time < TIMES; time++) {
                    for (Traffic traffic : TRAFFIC) {
                        traffic.run(stream);
                    }
                    datagrams(datagram);
                }
                for (Traffic traffic : SLOW_TRAFFIC) {
                    traffic.run(stream);
                }
                return true;
            }));
        }
        for (Future<Boolean> client : running) {
            assertThat(client.get()).isTrue();
        }
    }

    /** A source of its own each time: one datagram that is answered, and some that are not. */
    private static void datagrams(InetSocketAddress server) throws IOException {
        try (RawDatagrams peer = RawDatagrams.open()) {
            peer.send(new byte[] {9, 'a'}, server);
            peer.send(RawFrames.of(Framings.LEN8, "fault"), server);
            peer.send(RawFrames.of(Framings.LEN8, new byte[200]), server);
            peer.send(RawFrames.of(Framings.LEN8, "one"), server);
            assertThat(peer.receive()).isEqualTo(RawFrames.of(Framings.LEN8, "one"));
        }
    }

    /** What a part of the rounds had at least: what comes and goes by itself does not count. */
    private static long least(List<Sample> samples, ToLongFunction<Sample> what) {
        return samples.stream().mapToLong(what).min().orElseThrow();
    }

    /** What is under way at the moment of a sample differs, so neither the minimum nor the maximum is what is kept. */
    private static long median(List<Sample> samples, ToLongFunction<Sample> what) {
        return samples.stream()
                .mapToLong(what)
                .sorted()
                .skip(samples.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static long most(List<Sample> samples, ToLongFunction<Sample> what) {
        return samples.stream().mapToLong(what).max().orElseThrow();
    }

    private static Sample sample() throws Exception {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return new Sample(
                    descriptors.count(), ManagementFactory.getThreadMXBean().getThreadCount(), liveBytes());
        }
    }

    /** What lives after a full collection, by class: a sum that the collector's own state has no part in. */
    private static long liveBytes() throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return HISTOGRAM_LINE
                .matcher(histogram)
                .results()
                .filter(line -> !NOT_OF_CONVERSATIONS.contains(line.group(2)))
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .sum();
    }
}
