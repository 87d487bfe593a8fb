package dev.parley.engine.jdk;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the conversations of one server run, and how many at once.
 *
 * @param executor runs one conversation; never given more than {@code most} at once
 * @param most conversations at once
 * @param owned ended with the server; null when there is nothing to end
 */
record ThreadModel(Executor executor, int most, @Nullable ExecutorService owned) {
    private static final long IDLE_SECONDS = 60;

    /** On the thread that hands it in: one at a time. */
    static ThreadModel callers() {
        return new ThreadModel(ThreadModel::runHere, 1, null);
    }

    private static void runHere(Runnable conversation) {
        try {
            conversation.run();
        } finally {
            Thread.interrupted(); // a service that left the thread interrupted must not end the server
        }
    }

    /** On platform threads, made when needed; the server's permits keep the pool at {@code most}. */
    static ThreadModel platform(String name, int most) {
        ThreadFactory factory =
                Thread.ofPlatform().name("parley-" + name + "-", 0).factory();
        ExecutorService pool = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
        return new ThreadModel(pool, most, pool);
    }

    /** On platform threads, {@code most} of them; what they have no time for yet waits. */
    static ThreadModel platformInTurn(String name, int most) {
        ThreadFactory factory =
                Thread.ofPlatform().name("parley-" + name + "-", 0).factory();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
        return new ThreadModel(pool, most, pool);
    }

    /** Each on a virtual thread of its own. */
    static ThreadModel virtual(String name) {
        ThreadFactory factory =
                Thread.ofVirtual().name("parley-" + name + "-", 0).factory();
        ExecutorService perClient = java.util.concurrent.Executors.newThreadPerTaskExecutor(factory);
        return new ThreadModel(perClient, Integer.MAX_VALUE, perClient);
    }

    /** Interrupts what still runs. */
    void end() {
        if (owned != null) {
            owned.shutdownNow();
        }
    }
}
