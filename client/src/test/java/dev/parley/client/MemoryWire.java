package dev.parley.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.LinkedBlockingQueue;

/** A wire without a socket: the test is the server. Each piece is what one receive returns. */
final class MemoryWire implements Wire {
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private enum Kind {
        BYTES,
        END,
        CLOSED
    }

    private record Piece(Kind kind, byte... bytes) {}

    private final LinkedBlockingQueue<Piece> incoming = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private int failsAfterBytes = NO_LIMIT;
    private boolean outputEnded;
    private boolean closed;

    /** The server sends this. */
    void arrives(byte... bytes) {
        incoming.add(new Piece(Kind.BYTES, bytes.clone()));
    }

    /** The server ends its side. */
    void ends() {
        incoming.add(new Piece(Kind.END));
    }

    /** The write that would go beyond so many bytes fails there. */
    synchronized void failsAfter(int bytes) {
        failsAfterBytes = bytes;
    }

    /** All bytes sent so far. */
    synchronized byte[] sent() {
        return sent.toByteArray();
    }

    synchronized boolean isOutputEnded() {
        return outputEnded;
    }

    /** True when everything that arrived was received. */
    boolean isDrained() {
        return incoming.isEmpty();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void send(ByteBuffer bytes) throws IOException {
        if (closed) {
            throw new SocketException("closed");
        }
        while (bytes.hasRemaining()) {
            if (sent.size() == failsAfterBytes) {
                throw new SocketException("no buffer space");
            }
            sent.write(bytes.get());
        }
    }

    @Override
    public int receive(ByteBuffer in, long deadlineNanos) throws IOException {
        Piece piece;
        try {
            piece = incoming.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted in a test", e);
        }
        return switch (piece.kind) {
            case BYTES -> {
                in.put(piece.bytes);
                yield piece.bytes.length;
            }
            case END -> -1;
            case CLOSED -> throw new SocketException("closed");
        };
    }

    @Override
    public synchronized void endOutput() {
        outputEnded = true;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            incoming.add(new Piece(Kind.CLOSED));
        }
    }
}
