package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.testkit.EchoServer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the sending thread of a load allocates: nothing for a request and its reply, so that a run is not disturbed by collections. */
@Tag("slow")
@Timeout(60)
class LoadAllocationTest {
    /** Before them classes are loaded, and methods compiled. */
    private static final int FIRST = 60_000;

    private static final int REPLIES = 100_000;
    /** So that the load goes on while the last number is read. */
    private static final int AFTERWARDS = 1_000_000;

    private static final double MOST_BYTES_A_REPLY = 4;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @CsvSource({"tcp, len8", "tcp, line", "tcp, read", "udp, len8"})
    void sendingThreadAllocatesNextToNothingForAReply(String transport, String framing) throws Exception {
        Protocol<byte[], byte[]> protocol =
                Protocol.of("echo", Framings.named(framing).orElseThrow(), Codecs.BYTES, Codecs.BYTES);
        try (EchoServer server = new EchoServer()) {
            int port = transport.equals("udp") ? server.datagramPort() : server.streamPort();
            LoadSpec spec = LoadSpec.of(Endpoint.parse("echo+" + transport + "://127.0.0.1:" + port), protocol)
                    .withClients(4, 1, 1)
                    .expecting(Duration.ofSeconds(2), request -> request)
                    .counting(Duration.ZERO, FIRST + REPLIES + AFTERWARDS);
            Set<Thread> others = Thread.getAllStackTraces().keySet();
            try (LoadRun run = LoadRun.start(spec, null)) {
                long sending = Thread.getAllStackTraces().keySet().stream()
                        .filter(thread ->
                                !others.contains(thread) && thread.getName().equals("parley-load-0"))
                        .findFirst()
                        .orElseThrow()
                        .threadId();
                awaitReplies(run, FIRST);
                long before = THREADS.getThreadAllocatedBytes(sending);
                long replies = awaitReplies(run, REPLIES);
                double each = (double) (THREADS.getThreadAllocatedBytes(sending) - before) / replies;

                assertThat(each).as("bytes a reply").isBetween(0.0, MOST_BYTES_A_REPLY);
            }
        }
    }

    private static long awaitReplies(LoadRun run, int atLeast) throws InterruptedException {
        long replies = 0;
        while (replies < atLeast) {
            if (run.await(Duration.ofMillis(5))) {
                throw new AssertionError("the load ended after " + replies + " replies");
            }
            replies += run.progress().replies();
        }
        return replies;
    }
}
