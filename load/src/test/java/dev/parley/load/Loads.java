package dev.parley.load;

import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.result.Environment;
import dev.parley.result.LoadResult;
import java.io.IOException;
import java.time.Duration;

/** Small loads for tests. */
final class Loads {
    static final Protocol<byte[], byte[]> LEN8 = Protocol.of("echo", Framings.LEN8, Codecs.BYTES, Codecs.BYTES);

    private Loads() {}

    /** An echo load without warm-up that waits 2 s for a reply. */
    static LoadSpec echo(int port) {
        return LoadSpec.of(Endpoint.parse("echo+tcp://127.0.0.1:" + port), LEN8)
                .warmingUpAtMost(Duration.ofMillis(300))
                .lasting(Duration.ZERO, Duration.ofMillis(500))
                .expecting(Duration.ofSeconds(2), request -> request);
    }

    static LoadResult run(LoadSpec spec) throws IOException, InterruptedException {
        try (LoadRun run = LoadRun.start(spec, null)) {
            return run.result(environment());
        }
    }

    static Environment environment() {
        return new Environment("a processor", 2, "Linux 6.18", "a JDK 25", "test", "a test", "scripted");
    }
}
