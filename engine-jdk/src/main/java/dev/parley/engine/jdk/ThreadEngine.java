package dev.parley.engine.jdk;

import dev.parley.engine.AcceptBackoff;
import dev.parley.engine.Engine;
import dev.parley.engine.Engines;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The engines on which a client has a thread while it is served: {@code sequential} (one thread, one client until it
 * leaves), {@code threads} (a bounded pool of platform threads) and {@code virtual} (a virtual thread each). They differ in
 * where a conversation runs and how many run at once, and in nothing else.
 */
public final class ThreadEngine implements Engine {
    private final String name;
    private final String about;
    private final Function<String, ThreadModel> streams;
    private final Function<String, ThreadModel> datagrams;

    private ThreadEngine(
            String name, String about, Function<String, ThreadModel> streams, Function<String, ThreadModel> datagrams) {
        this.name = name;
        this.about = about;
        this.streams = streams;
        this.datagrams = datagrams;
    }

    /** One thread, one client until it leaves: the simplest thing, and the reason the others exist. */
    public static ThreadEngine sequential() {
        return new ThreadEngine(
                "sequential",
                "one client at a time",
                service -> ThreadModel.callers(),
                service -> ThreadModel.callers());
    }

    /** At most {@code threads} platform threads, one client each; the next client waits in the kernel. */
    public static ThreadEngine threads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("an engine needs at least one thread, not " + threads);
        }
        return new ThreadEngine(
                "threads",
                "at most " + threads,
                service -> ThreadModel.platform(service, threads),
                service -> ThreadModel.platformInTurn(service, threads));
    }

    /** A virtual thread per client: blocking code, thousands of clients. */
    public static ThreadEngine virtual() {
        return new ThreadEngine("virtual", "one thread per client", ThreadModel::virtual, ThreadModel::virtual);
    }

    @Override
    public String name() {
        return name;
    }

    /** For display: {@code threads, at most 3}. */
    @Override
    public String toString() {
        return name + ", " + about;
    }

    @Override
    public @Nullable String reasonUnsupported(ServerSpec spec) {
        return null;
    }

    @Override
    public RunningServer start(ServerSpec spec) throws IOException {
        Engines.requireSupported(this, spec);
        AcceptBackoff.prepare();
        if (name.equals("virtual")) {
            VirtualPolling.preload();
        }
        String service = spec.endpoint().service();
        return spec.endpoint().isDatagram()
                ? DatagramServer.onThreads(spec, datagrams.apply(service))
                : ThreadServer.start(spec, streams.apply(service));
    }
}
