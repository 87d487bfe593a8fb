package dev.parley.join;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.load.LoadRun;
import dev.parley.load.LoadSpec;
import dev.parley.result.Environment;
import dev.parley.result.LoadResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A load generator that has joined, on a thread of the test. */
final class GeneratorThread {
    static final Protocol<byte[], byte[]> LEN8 = Protocol.of("echo", Framings.LEN8, Codecs.BYTES, Codecs.BYTES);
    static final Environment ENVIRONMENT = new Environment("a cpu", 2, "a kernel", "a jdk", "test", "a test", "");

    /** The text of the end: what the coordinator says, or a failure's. */
    final CompletableFuture<String> end = new CompletableFuture<>();

    final CompletableFuture<LoadResult> result = new CompletableFuture<>();
    final CountDownLatch started = new CountDownLatch(1);
    private volatile @Nullable JoinedGenerator joined;
    private final Thread thread;

    GeneratorThread(int port, String program, JoinDeadlines deadlines) {
        thread = Thread.ofPlatform().daemon().name("generator").start(() -> run(port, program, deadlines));
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private void run(int port, String program, JoinDeadlines deadlines) {
        try (JoinedGenerator generator =
                JoinedGenerator.join(loopback(port), Duration.ofSeconds(5), program, deadlines)) {
            joined = generator;
            JoinedGenerator.Part part = generator.part();
            LoadSpec spec = part.settings()
                    .spec(Endpoint.parse(part.settings().endpoint()), LEN8, part.messages(), request -> request, null);
            try (LoadRun run = LoadRun.start(spec, null, part.share(), generator)) {
                generator.whenStopped(run::stop);
                started.countDown();
                LoadResult measured = run.result(ENVIRONMENT);
                result.complete(measured);
                end.complete(generator.deliver(measured, run.intervals()));
            }
        } catch (Exception e) {
            end.complete(String.valueOf(e.getMessage()));
        }
    }

    /** Its user ends it. */
    void leave(String reason) throws InterruptedException {
        started.await();
        joined().leave(reason);
    }

    /** Its connection is gone, as when its process dies. */
    void die() throws InterruptedException {
        started.await();
        joined().close();
    }

    private JoinedGenerator joined() {
        return Objects.requireNonNull(joined);
    }

    /** Ends it, wherever it is. */
    void end() throws InterruptedException {
        JoinedGenerator generator = joined;
        if (generator != null) {
            generator.close();
        }
        thread.join();
    }
}
