package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.Endpoints;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.RawClient;
import dev.parley.core.Endpoint;
import dev.parley.load.ConstantRate;
import dev.parley.load.LoadRun;
import dev.parley.load.LoadSpec;
import dev.parley.result.Counter;
import dev.parley.result.Environment;
import dev.parley.result.LoadResult;
import dev.parley.result.Outcome;
import dev.parley.result.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/**
 * The p99 of C2 and C6: what a good client waits while others misbehave, beside what it waits without them. Response times
 * of a process, on a schedule. The promise is twice; below a floor of {@value #FLOOR_MILLIS} ms this machine's own
 * scheduling is what would be compared, so the values are printed too. Where the promise is not seen and only
 * stalls of this process are reasons against the result, the machine is too busy to decide, which the test reports.
 */
@Tag("alone")
class NeighbourLatencyTest {
    private static final int GREEDY = 100;
    private static final int CONNECTS_PER_SECOND = 2000;
    private static final long FLOOR_MILLIS = 25;
    private static final Duration MEASURED = Duration.ofMillis(2200);

    @ParameterizedTest
    @ValueSource(strings = {"selector", "virtual"})
    void clientsThatNeverReadDoNotMakeOthersWaitLonger(String engine) throws Exception {
        try (ParleyProcess parley = ParleyProcess.serve("reverse://:0", "--engine", engine)) {
            LoadResult alone = measure(parley, null);
            List<SocketChannel> greedy = new ArrayList<>();
            try {
                for (int i = 0; i < GREEDY; i++) {
                    greedy.add(stuck(parley));
                }
                compare("C2 " + engine, alone, measure(parley, null));
            } finally {
                for (SocketChannel channel : greedy) {
                    channel.close();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"selector", "virtual"})
    void anAddressThatFloodsDoesNotMakeOthersWaitLonger(String engine) throws Exception {
        try (ParleyProcess parley = ParleyProcess.serve(
                "reverse://:0", "--engine", engine, "--framing", "end", "--max-clients-per-address", "50")) {
            LoadResult alone = measure(parley, "end");
            CountDownLatch enough = new CountDownLatch(1);
            Thread flood = Thread.ofPlatform().start(() -> flood(parley, enough));
            LoadResult beside;
            try {
                beside = measure(parley, "end");
            } finally {
                enough.countDown();
                flood.join();
            }
            compare("C6 " + engine, alone, beside);
        }
    }

    private static void compare(String what, LoadResult alone, LoadResult beside) {
        System.err.printf(
                "%s: p99 %.3f ms alone, %.3f ms beside the others%n",
                what, p99Nanos(alone) / 1e6, p99Nanos(beside) / 1e6);
        long mostNanos = Math.max(2 * p99Nanos(alone), TimeUnit.MILLISECONDS.toNanos(FLOOR_MILLIS));
        if (p99Nanos(beside) > mostNanos && onlyWeWereSlow(beside)) {
            String reason = "this machine is too busy: " + beside.verdict().reasons();
            System.err.println("skipped: " + reason);
            throw new TestAbortedException(reason);
        }
        assertThat(p99Nanos(beside)).as(what).isLessThanOrEqualTo(mostNanos);
    }

    /** True when only this process's own stalls are reasons against the result; what the server does is not an excuse. */
    private static boolean onlyWeWereSlow(LoadResult result) {
        List<Reason> reasons = result.verdict().reasons();
        return !reasons.isEmpty()
                && reasons.stream().allMatch(reason -> reason.kind().blame() == Reason.Blame.GENERATOR);
    }

    private static long p99Nanos(LoadResult result) {
        return result.measured().response().percentileNanos(99).orElseThrow();
    }

    /** With a framing of its own, each request has a connection of its own. Every request must be answered. */
    private static LoadResult measure(ParleyProcess parley, @Nullable String framing)
            throws IOException, InterruptedException {
        Endpoint endpoint = parley.endpoint();
        LoadSpec spec = LoadSpec.of(endpoint, Endpoints.bytesProtocol(endpoint, framing))
                .withClients(5, 1, 1)
                .onSchedule(new ConstantRate(500))
                .lasting(Duration.ofMillis(500), MEASURED)
                .expecting(
                        Duration.ofSeconds(5),
                        Endpoints.service(endpoint).client().expectedReply());
        try (LoadRun run = LoadRun.start(spec, null)) {
            LoadResult result = run.result(Environment.here("test", "", ""));
            long sent = result.measured().count(Counter.SENT);
            assertThat(result.measured().count(Outcome.REPLY))
                    .as("of those sent, the answered")
                    .isEqualTo(sent);
            // On a busy machine the last ones that came due may be owed still; where no client is served, hardly any is
            // sent.
            assertThat(sent).as("sent").isGreaterThan(result.measured().count(Counter.DUE) / 2);
            return result;
        }
    }

    /** A client that has sent until the server took no more, and reads nothing. */
    private static SocketChannel stuck(ParleyProcess parley) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        channel.connect(parley.address());
        channel.configureBlocking(false);
        ByteBuffer requests = ByteBuffer.allocate(1 << 20);
        while (requests.remaining() >= 256) {
            requests.put((byte) 255).put(new byte[255]);
        }
        requests.flip();
        try (Selector writable = Selector.open()) {
            channel.register(writable, SelectionKey.OP_WRITE);
            while (writable.select(20) > 0) {
                writable.selectedKeys().clear();
                channel.write(requests);
                if (!requests.hasRemaining()) {
                    requests.rewind();
                }
            }
        }
        return channel;
    }

    /** Connects from another address so many times a second, and holds more than it may. */
    private static void flood(ParleyProcess parley, CountDownLatch enough) {
        Deque<RawClient> held = new ArrayDeque<>();
        try {
            for (long due = System.nanoTime(); ; due += TimeUnit.SECONDS.toNanos(1) / CONNECTS_PER_SECOND) {
                if (enough.await(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    break;
                }
                connect(parley, held);
                if (held.size() > 200) {
                    held.remove().reset();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            held.forEach(NeighbourLatencyTest::reset);
        }
    }

    /** A client too many sees a reset, which may come before connecting has returned. */
    private static void connect(ParleyProcess parley, Deque<RawClient> held) throws IOException {
        try {
            held.add(RawClient.connectFrom("127.0.0.2", parley.address()));
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    private static void reset(RawClient client) {
        try {
            client.reset();
        } catch (IOException e) {
            System.err.println("a client of the flood could not be closed: " + e.getMessage());
        }
    }
}
