package dev.parley.cli.serve;

import dev.parley.core.Endpoint;
import dev.parley.result.JsonDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A line for each conversation that is over and each client that is refused. They wait for a thread that writes them, so that a disk
 * that hangs or is full holds up that thread and no conversation. What does not fit is lost, counted, and said in the file and in the
 * log. Safe for any thread.
 *
 * <pre>
 *   conversations --> [ {@value #PLACES} places ] --> parley-access-log --> file or standard output
 * </pre>
 */
final class AccessLog implements AutoCloseable {
    /** With the conversations of some seconds, at most two MiB. */
    static final int PLACES = 8192;

    private static final System.Logger LOG = System.getLogger("dev.parley.serve");
    private static final int BATCH_BYTES = 64 * 1024;
    private static final long NOTICE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Of what is left at the end; the process must not wait for a disk that hangs. */
    private static final long CLOSE_MILLIS = 800;

    private final AccessLogTarget target;
    private final BlockingQueue<Supplier<@Nullable Record>> waiting = new ArrayBlockingQueue<>(PLACES);
    private final List<AccessRecorder> recorders = new CopyOnWriteArrayList<>();
    private final LongAdder lost = new LongAdder();
    /** Ends a pause after a failure. */
    private final Semaphore wakes = new Semaphore(0);

    private final Thread writer;
    private volatile boolean reopening;
    private volatile boolean closing;
    /** Of the writer, as what follows. */
    private boolean failing;

    private long noticeNanos = System.nanoTime() - NOTICE_EVERY_NANOS;

    /** Starts its thread. */
    AccessLog(AccessLogTarget target) {
        this.target = target;
        JsonDocument.line(AccessLine.Lost.of(0, 0)); // loads what writes lines, which takes longer than a stop may
        this.writer = Thread.ofPlatform().daemon().name("parley-access-log").start(this::run);
    }

    /** Counts what conversations at an endpoint have, and has a line written for each. */
    AccessRecorder of(Endpoint endpoint) {
        AccessRecorder recorder = new AccessRecorder(endpoint, this);
        recorders.add(recorder);
        return recorder;
    }

    /** @param line made on the writer's thread */
    void write(Supplier<@Nullable Record> line) {
        if (!waiting.offer(line)) {
            lost.increment();
        }
    }

    /** Goes on in a new file of the same name: the old one was moved. Soon, on the writer's thread. */
    void reopen() {
        reopening = true;
        wake();
    }

    private void wake() {
        wakes.release();
        waiting.offer(() -> null); // full: it is awake anyway
    }

    private void run() {
        ByteBuffer batch = ByteBuffer.allocate(0);
        try {
            while (true) {
                if (reopening) {
                    reopening = false;
                    reopenTarget();
                }
                if (!batch.hasRemaining()) {
                    batch = nextBatch();
                }
                boolean written = write(batch);
                if (closing && (!written || (waiting.isEmpty() && lost.sum() == 0))) {
                    return;
                }
                if (!written) {
                    wakes.drainPermits();
                    wakes.tryAcquire(1, TimeUnit.SECONDS);
                }
            }
        } catch (InterruptedException e) { // nobody does that
            Thread.currentThread().interrupt();
        } finally {
            target.close();
        }
    }

    /** What waits, and if nothing does, what comes within a second. */
    private ByteBuffer nextBatch() throws InterruptedException {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        Supplier<@Nullable Record> next = waiting.poll(closing ? 0 : 1, TimeUnit.SECONDS);
        while (next != null) {
            Record line = next.get();
            if (line != null) {
                batch.writeBytes(JsonDocument.line(line));
            }
            next = batch.size() < BATCH_BYTES ? waiting.poll() : null;
        }
        long now = System.nanoTime();
        if (lost.sum() > 0 && (closing || now - noticeNanos >= NOTICE_EVERY_NANOS)) {
            noticeNanos = now;
            long lines = lost.sumThenReset();
            batch.writeBytes(JsonDocument.line(AccessLine.Lost.of(System.currentTimeMillis(), lines)));
            LOG.log(System.Logger.Level.WARNING, lines + " lines of the access log dropped");
        }
        return ByteBuffer.wrap(batch.toByteArray());
    }

    /** False when something is left, which is tried again. */
    private boolean write(ByteBuffer batch) {
        try {
            while (batch.hasRemaining()) {
                target.write(batch);
                if (failing) {
                    failing = false;
                    LOG.log(System.Logger.Level.INFO, "the access log " + target + " is written again");
                }
            }
            return true;
        } catch (IOException e) {
            if (!failing) {
                failing = true;
                LOG.log(
                        System.Logger.Level.ERROR,
                        "the access log " + target + " cannot be written: " + e.getMessage()
                                + "; its lines wait, and beyond " + PLACES + " are dropped");
            }
            return false;
        }
    }

    private void reopenTarget() {
        try {
            target.reopen();
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the access log " + target + " cannot be opened again: " + e.getMessage()
                            + "; the file that is open stays in use");
        }
    }

    /** Writes what waits, as far as that is soon done; the servers have stopped. */
    @Override
    public void close() {
        recorders.forEach(AccessRecorder::end);
        closing = true;
        wake();
        try {
            if (!writer.join(Duration.ofMillis(CLOSE_MILLIS))) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the last lines of the access log " + target + " are lost: it takes nothing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
