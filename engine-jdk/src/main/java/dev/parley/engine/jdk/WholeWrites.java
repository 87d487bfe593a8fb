package dev.parley.engine.jdk;

import dev.parley.engine.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A wire whose writes write all of a buffer, however long it takes, and show since when. One thread writes at a time; any may look.
 */
final class WholeWrites implements Wire {
    /**
     * A write that blocks shows nothing until all of it is taken: so much at once, which is what fits into a record of TLS, a peer that
     * reads at all takes within any sensible limit.
     */
    private static final int SLICE_BYTES = 16 * 1024;

    private final Wire wire;
    private volatile long writingSince;

    WholeWrites(Wire wire) {
        this.wire = wire;
    }

    /** Since when one write blocks, by {@code System.nanoTime}; 0 while none does. */
    long writingSince() {
        return writingSince;
    }

    @Override
    public int read(ByteBuffer in) throws IOException {
        return wire.read(in);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int size = bytes.remaining();
        int end = bytes.limit();
        try {
            while (bytes.position() < end) {
                writingSince = System.nanoTime();
                bytes.limit(Math.min(end, bytes.position() + SLICE_BYTES));
                wire.write(bytes);
            }
        } finally {
            bytes.limit(end);
            writingSince = 0;
        }
        return size;
    }

    @Override
    public Wants wants() {
        return wire.wants();
    }

    @Override
    public boolean buffered() {
        return wire.buffered();
    }

    @Override
    public boolean endOutput() throws IOException {
        writingSince = System.nanoTime();
        try {
            return wire.endOutput();
        } finally {
            writingSince = 0;
        }
    }

    @Override
    public boolean established() {
        return wire.established();
    }

    @Override
    public boolean writesItsEnd() {
        return wire.writesItsEnd();
    }

    @Override
    public void endInput() throws IOException {
        wire.endInput();
    }

    @Override
    public void abortive(boolean on) {
        wire.abortive(on);
    }

    @Override
    public void close() {
        wire.close();
    }
}
