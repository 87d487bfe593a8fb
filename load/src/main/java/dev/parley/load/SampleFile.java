package dev.parley.load;

import dev.parley.result.Outcome;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every measured request as a line of CSV, written while the run lasts. Loops fill blocks of numbers and hand them to one
 * writing thread, so that a slow disk does not make a loop late; where the disk cannot keep up, or is full, samples are
 * dropped and counted, which the result reports.
 */
public final class SampleFile {
    private static final int SAMPLES_PER_BLOCK = 4096;
    private static final int FIELDS = 4;
    /** A second or two of the fastest load; 160 KiB a block. */
    private static final int BLOCKS_WAITING = 32;

    /** Numbers of many samples; filled by a loop, then written by the thread, then filled again. */
    private static final class Block {
        final long[] values = new long[SAMPLES_PER_BLOCK * FIELDS];
        final Outcome[] outcomes = new Outcome[SAMPLES_PER_BLOCK];
        int samples;
    }

    private final Block end = new Block();

    private final OutputStream out;
    private final ArrayBlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS_WAITING);
    private final ArrayBlockingQueue<Block> empty = new ArrayBlockingQueue<>(BLOCKS_WAITING);
    private final List<Sink> sinks = new ArrayList<>();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("parley-load-samples").unstarted(this::write);
    private volatile String failure = "";
    private boolean closed;
    /** Written and read by the writing thread alone. */
    private boolean allWritten;

    /** @param out owned from now on */
    public SampleFile(OutputStream out) {
        this.out = new BufferedOutputStream(out, 1 << 16);
        thread.start();
    }

    /** A sink for one loop. */
    SampleSink newSink() {
        Sink sink = new Sink();
        sinks.add(sink);
        return sink;
    }

    private final class Sink implements SampleSink {
        private Block block = new Block();
        private boolean begun;

        @Override
        public void begin() {
            begun = true;
            block.samples = 0;
        }

        @Override
        public void accept(long sequence, long intendedNanos, long sentNanos, long doneNanos, Outcome outcome) {
            int at = block.samples * FIELDS;
            block.values[at] = sequence;
            block.values[at + 1] = intendedNanos;
            block.values[at + 2] = sentNanos;
            block.values[at + 3] = doneNanos;
            block.outcomes[block.samples] = outcome;
            if (++block.samples == SAMPLES_PER_BLOCK) {
                handOver();
            }
        }

        /** Hands over what is left. */
        void end() throws InterruptedException {
            if (begun) {
                full.put(block);
            }
        }

        private void handOver() {
            if (!begun) {
                block.samples = 0;
                return;
            }
            if (full.offer(block)) {
                Block next = empty.poll();
                block = next == null ? new Block() : next;
            } else {
                dropped.addAndGet(block.samples);
            }
            block.samples = 0;
        }
    }

    private void write() {
        try (out) {
            out.write(Sample.CSV_HEADER.getBytes(StandardCharsets.US_ASCII));
            for (Block block = full.take(); block != end; block = full.take()) {
                write(block);
                recycle(block);
            }
            allWritten = true;
        } catch (IOException e) {
            failure = String.valueOf(e.getMessage());
            discard();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void recycle(Block block) {
        if (empty.remainingCapacity() > 0) { // this thread alone adds
            empty.add(block);
        }
    }

    private void write(Block block) throws IOException {
        for (int i = 0; i < block.samples; i++) {
            int at = i * FIELDS;
            long[] v = block.values;
            Sample sample = new Sample(v[at], v[at + 1], v[at + 2], v[at + 3], block.outcomes[i]);
            out.write(sample.csv().getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** After a failure the loops still hand over blocks; they are taken and forgotten until the end. */
    private void discard() {
        try {
            for (Block block = allWritten ? end : full.take(); block != end; block = full.take()) {
                dropped.addAndGet(block.samples);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Writes what is left, after the last loop has ended. Why the file is incomplete, or an empty text.
     *
     * @throws InterruptedException when interrupted while the disk takes the rest
     */
    String close() throws InterruptedException {
        if (!closed) {
            closed = true;
            for (Sink sink : sinks) {
                sink.end();
            }
            full.put(end);
            thread.join();
        }
        if (!failure.isEmpty()) {
            return failure;
        }
        return dropped.get() == 0 ? "" : dropped + " samples came faster than the disk takes them";
    }
}
