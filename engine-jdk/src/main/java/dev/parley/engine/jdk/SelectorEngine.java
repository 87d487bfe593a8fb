package dev.parley.engine.jdk;

import dev.parley.engine.AcceptBackoff;
import dev.parley.engine.Engine;
import dev.parley.engine.Engines;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Event loops on non-blocking channels: most clients per core, for services that do not block.
 *
 * @param loops event loops, from 1; conversations are spread over them in turn
 */
public record SelectorEngine(int loops) implements Engine {
    /** What measures best with one server and its clients on the same machine; docs/performance.md has the numbers. */
    public static final int DEFAULT_LOOPS = 1;

    public SelectorEngine {
        if (loops < 1) {
            throw new IllegalArgumentException("an engine needs at least one event loop, not " + loops);
        }
    }

    public SelectorEngine() {
        this(DEFAULT_LOOPS);
    }

    @Override
    public String name() {
        return "selector";
    }

    /** For display: {@code selector, 1 loop}. */
    @Override
    public String toString() {
        return name() + ", " + loops + (loops == 1 ? " loop" : " loops");
    }

    @Override
    public @Nullable String reasonUnsupported(ServerSpec spec) {
        return spec.blocking()
                ? "the service " + spec.endpoint().service()
                        + " blocks, and on an event loop everyone would wait for it; choose threads or virtual"
                : null;
    }

    @Override
    public RunningServer start(ServerSpec spec) throws IOException {
        Engines.requireSupported(this, spec);
        AcceptBackoff.prepare();
        return spec.endpoint().isDatagram() ? DatagramServer.onLoop(spec) : SelectorServer.start(spec, loops);
    }
}
