package dev.parley.engine.jdk;

import dev.parley.engine.TimerQueue;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

    private final Selector selector;
    private final Thread thread;
    private final Consumer<Throwable> whenDead;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** Tasks the loop has given itself: they run in the next turn, after the channels that are ready then. */
    private ArrayDeque<Runnable> ownTasks = new ArrayDeque<>();

    private ArrayDeque<Runnable> running = new ArrayDeque<>();
    private final TimerQueue timers = new TimerQueue();
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);
    private volatile boolean ended;
    /**
     * Since when one channel or task has been handled; 0 between two. Read by the stall watch, to which a moment late is
     * early enough: a volatile write here would cost two memory fences a message.
     */
    private final AtomicLong busySince = new AtomicLong();

    /** @param whenDead is called with the reason when the loop ends by a fault */
    SelectorLoop(String name, Consumer<Throwable> whenDead) throws IOException {
        this.whenDead = whenDead;
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
        if (inLoop()) {
            ownTasks.add(task);
        } else {
            tasks.add(task);
            selector.wakeup();
        }
    }

    /** Runs the task on the loop after the delay. On the loop only. */
    void after(long delayNanos, Runnable task) {
        at(System.nanoTime() + delayNanos, task);
    }

    /** Runs the task on the loop at this time of {@code System.nanoTime}. On the loop only. */
    TimerQueue.Timer at(long nanoTime, Runnable task) {
        return timers.add(nanoTime, task);
    }

    /** Forgets a timer that is not due yet. On the loop only. */
    void cancel(TimerQueue.@Nullable Timer timer) {
        timers.remove(timer);
    }

    /** Ends the loop and closes every channel still registered. From any thread. */
    void end() {
        ended = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        Throwable failure = null;
        try {
            while (!ended) {
                select();
                Thread.interrupted(); // a service that left its thread interrupted must not keep the loop from ever
                // waiting again
                runTimers();
                runTasks();
            }
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
        try {
            closeAll();
        } catch (RuntimeException
                | Error e) { // what ended the loop may keep it from closing too, and must be known nevertheless
            failure = failure == null ? e : failure;
        }
        if (failure != null) { // closed first: no caller may wait for a loop that does not run
            whenDead.accept(failure);
            LOG.log(System.Logger.Level.ERROR, "event loop " + thread.getName() + " has died", failure);
        }
    }

    private void select() throws IOException {
        long nanos = ownTasks.isEmpty() ? timers.nanosToNext(System.nanoTime(), Long.MAX_VALUE) : 0;
        if (nanos <= 0) {
            selector.selectNow(this::handle);
        } else if (nanos == Long.MAX_VALUE) {
            selector.select(this::handle);
        } else {
            selector.select(this::handle, Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999)));
        }
    }

    private void handle(SelectionKey key) {
        busySince.setOpaque(System.nanoTime());
        try {
            ((Ready) key.attachment()).ready(key);
        } catch (RuntimeException | Error e) { // a fault of ours on one channel must not end the loop for all
            LOG.log(System.Logger.Level.ERROR, "event loop " + thread.getName() + ": a channel's step failed", e);
            if (key.channel() instanceof SocketChannel conversation) { // or it would be ready again at once, for ever
                close(conversation);
            }
        }
        busySince.setOpaque(0L);
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            run(task);
        }
        ArrayDeque<Runnable> now = ownTasks;
        ownTasks = running;
        running = now;
        for (Runnable task = now.poll(); task != null; task = now.poll()) {
            run(task);
        }
    }

    /** Tasks look after their own faults; one that does not must not end the others on this loop. */
    private void run(Runnable task) {
        busySince.setOpaque(System.nanoTime());
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "a task of an event loop failed", e);
        }
        busySince.setOpaque(0L);
    }

    /** One look at the clock: what a timer adds waits for the next turn, however soon it is due. */
    private void runTimers() {
        long now = System.nanoTime();
        for (Runnable task = timers.takeDue(now); task != null; task = timers.takeDue(now)) {
            run(task);
        }
    }

    /**
     * Looks at the deadlines of everything registered. On the loop only.
     *
     * @param late how many nanoseconds later than planned
     */
    void sweep(long late) {
        long now = System.nanoTime();
        for (SelectionKey key : selector.keys().toArray(SelectionKey[]::new)) {
            if (key.isValid()) {
                sweep(key, now, late);
            }
        }
    }

    private static void sweep(SelectionKey key, long now, long late) {
        try {
            ((Ready) key.attachment()).sweep(now, late);
        } catch (RuntimeException | Error e) { // the others have deadlines too
            LOG.log(System.Logger.Level.ERROR, "looking at the deadlines of a channel failed", e);
        }
    }

    private void closeAll() {
        runTasks();
        for (SelectionKey key : selector.keys().toArray(SelectionKey[]::new)) {
            close(key.channel());
        }
        close(selector);
    }

    private static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing", e);
        }
    }
}
