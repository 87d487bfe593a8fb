package dev.parley.engine.jdk;

import dev.parley.engine.ServerListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Warns, with the stack, when an event loop has been with one conversation for 100 ms: all others on that loop wait
 * meanwhile. Either the service blocks and should run on an engine that gives each client a thread, or the host had no processor
 * for the loop; from here both look the same. One daemon thread a server.
 */
final class StallWatch implements Runnable {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    private static final long STALL_NANOS = 100_000_000L;
    private static final long LOOK_EVERY_MILLIS = 50;
    private static final int SHOWN_FRAMES = 12;

    private final List<SelectorLoop> loops;
    private final ServerListener listener;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);

    StallWatch(String name, List<SelectorLoop> loops, ServerListener listener) {
        this.loops = loops;
        this.listener = listener;
        this.thread =
                Thread.ofPlatform().daemon().name("parley-" + name + "-watch").unstarted(this);
    }

    void start() {
        thread.start();
    }

    void end() {
        ended.countDown();
    }

    @Override
    public void run() {
        List<Long> warned = new ArrayList<>(loops.stream().map(loop -> 0L).toList());
        try {
            while (!ended.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                for (int i = 0; i < loops.size(); i++) {
                    long since = loops.get(i).busySince();
                    if (since != 0 && since != warned.get(i) && System.nanoTime() - since > STALL_NANOS) {
                        warned.set(i, since);
                        warn(loops.get(i).thread());
                        listener.loopStalled(
                                loops.get(i).thread().getName(), Duration.ofNanos(System.nanoTime() - since));
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void warn(Thread stalled) {
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "one conversation holds event loop " + stalled.getName()
                        + " for more than 100 ms, all others on it wait: the service blocks (threads or virtual suit it), or the"
                        + " host is too busy to run the loop. It is in: "
                        + Arrays.stream(stalled.getStackTrace())
                                .limit(SHOWN_FRAMES)
                                .map(StackTraceElement::toString)
                                .collect(Collectors.joining(" < ")));
    }
}
