package dev.parley.engine.jdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One event loop: a selector, a thread, and the buffers everything on it shares. What happens on a channel happens on this
 * thread; other threads hand in tasks.
 *
 * <pre>
 *   wait for ready channels --> each: read, serve, write --> timers --> tasks from anywhere --.
 *        ^------------------------------------------------------------------------------------------'
 * </pre>
 */
final class SelectorLoop implements Executor, Runnable {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    /** A read takes what a loopback segment can carry; replies of one read mostly fit the same. */
    private static final int READ_BYTES = 64 * 1024;

    private static final int STAGING_BYTES = 128 * 1024;

    private record Timer(long atNanos, Runnable task) {}

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>((a, b) -> Long.signum(a.atNanos - b.atNanos)); // differences: nanoTime may wrap
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);
    private volatile boolean ended;
    /**
     * Since when one channel or task has been handled; 0 between two. Read by the stall watch, to which a moment late is
     * early enough: a volatile write here would cost two memory fences a message.
     */
    private final AtomicLong busySince = new AtomicLong();

    SelectorLoop(String name) throws IOException {
        this.selector = Selector.open();
        this.thread = Thread.ofPlatform().name(name).unstarted(this);
    }

    void start() {
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    Selector selector() {
        return selector;
    }

    /** For one read; empty before and after. */
    ByteBuffer readBuffer() {
        return readBuffer.clear();
    }

    /** For the replies of one step; empty before and after. */
    ByteBuffer staging() {
        return staging;
    }

    long busySince() {
        return busySince.getOpaque();
    }

    boolean inLoop() {
        return Thread.currentThread().threadId() == thread.threadId();
    }

    /**
     * Runs the task on the loop, soon. From any thread. Never at once, not even on the loop: the caller may be in the middle
     * of a step that has the staging buffer in use.
     */
    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (!inLoop()) {
            selector.wakeup();
        }
    }

    /** Runs the task on the loop after the delay. On the loop only. */
    void after(long delayNanos, Runnable task) {
        timers.add(new Timer(System.nanoTime() + delayNanos, task));
    }

    /** Ends the loop and closes every channel still registered. From any thread. */
    void end() {
        ended = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        try {
            while (!ended) {
                selector.select(this::handle, timeoutMillis());
                runTimers();
                runTasks();
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.log(System.Logger.Level.ERROR, "event loop " + thread.getName() + " cannot wait for channels", e);
        } finally {
            closeAll();
        }
    }

    private void handle(SelectionKey key) {
        busySince.setOpaque(System.nanoTime());
        try {
            ((Ready) key.attachment()).ready(key);
        } catch (RuntimeException | Error e) { // a fault of ours on one channel must not end the loop for all
            LOG.log(System.Logger.Level.ERROR, "event loop " + thread.getName() + ": a channel's step failed", e);
        }
        busySince.setOpaque(0L);
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            busySince.setOpaque(System.nanoTime());
            run(task);
            busySince.setOpaque(0L);
        }
    }

    /** Tasks look after their own faults; one that does not must not take everybody on this loop along. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "a task of an event loop failed", e);
        }
    }

    private void runTimers() {
        while (true) {
            Timer first = timers.peek();
            if (first == null || first.atNanos - System.nanoTime() > 0) {
                return;
            }
            timers.remove();
            run(first.task);
        }
    }

    /** 0 waits for ever. */
    private long timeoutMillis() {
        Timer first = timers.peek();
        if (first == null) {
            return 0;
        }
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(first.atNanos - System.nanoTime() + 999_999));
    }

    /** Looks at the deadlines of everything registered. On the loop only. */
    void sweep() {
        long now = System.nanoTime();
        for (SelectionKey key : selector.keys().toArray(SelectionKey[]::new)) {
            if (key.isValid()) {
                ((Ready) key.attachment()).sweep(now);
            }
        }
    }

    private void closeAll() {
        runTasks();
        for (SelectionKey key : selector.keys().toArray(SelectionKey[]::new)) {
            try {
                key.channel().close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "closing at the end of a loop", e);
            }
        }
        try {
            selector.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a selector", e);
        }
    }
}
