package dev.parley.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One direction of one TCP client. One thread reads and stamps, one writes when it is time; between them wait at most
 * {@value #MOST_WAITING_BYTES} bytes, so that a slow line slows its sender down.
 *
 * <pre>
 *   from -- readAll --> [piece, due] [piece, due] [end, due] -- writeAll: due, stalls, rate, points --> to
 * </pre>
 */
final class StreamPipe {
    private static final int MOST_WAITING_BYTES = 4 << 20;
    private static final int READ_BYTES = 16 << 10;
    /** A slow line gives its bytes in a hundred portions a second. */
    private static final long PORTIONS_PER_SECOND = 100;

    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_EVERY_MILLIS = 50;

    /** No bytes are the end of the stream. */
    private record Piece(byte[] bytes, long dueNanos) {
        boolean isEnd() {
            return bytes.length == 0;
        }
    }

    private final StreamLink link;
    private final SocketChannel from;
    private final SocketChannel to;
    private final List<Fault> faults;
    private final FirstClient firstClient;
    private final ChaosTally.Counters tally;
    private final LinkedBlockingQueue<Piece> waiting = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(MOST_WAITING_BYTES);
    private final long delayNanos;
    private final long bytesPerSecond;
    /** Bytes sent on; the writer's. */
    private long passed;
    /** When the slow line is free again; the writer's. */
    private long lineFreeAt = System.nanoTime();

    StreamPipe(
            StreamLink link,
            SocketChannel from,
            SocketChannel to,
            List<Fault> faults,
            FirstClient firstClient,
            ChaosTally.Counters tally) {
        this.link = link;
        this.from = from;
        this.to = to;
        this.faults = faults;
        this.firstClient = firstClient;
        this.tally = tally;
        long delay = 0;
        long rate = Long.MAX_VALUE;
        for (Fault fault : faults) {
            switch (fault) {
                case Fault.Delay(Duration by) -> delay += by.toNanos();
                case Fault.Rate(long slower) -> rate = Math.min(rate, slower);
                default -> {}
            }
        }
        this.delayNanos = delay;
        this.bytesPerSecond = rate;
    }

    /** Ends with the stream it reads; a reset of it is passed on at once. */
    void readAll() {
        ByteBuffer in = ByteBuffer.allocate(READ_BYTES);
        try {
            for (int n = from.read(in); n >= 0; n = from.read(in.clear())) {
                byte[] bytes = new byte[n];
                in.flip().get(bytes);
                long arrived = System.nanoTime();
                if (roomFor(n)) {
                    add(bytes, arrived);
                }
            }
        } catch (IOException e) {
            link.reset();
        } catch (InterruptedException e) {
            throw new IllegalStateException("a chaos thread was interrupted", e);
        }
        add(new byte[0], System.nanoTime()); // after a reset too: it wakes the writer
    }

    /** False once the link is over: what comes then is thrown away. */
    private boolean roomFor(int bytes) throws InterruptedException {
        while (!link.isOver()) {
            if (room.tryAcquire(bytes, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    private void add(byte[] bytes, long arrived) {
        waiting.add(new Piece(bytes, arrived + delayNanos));
    }

    /** Ends with the stream, or when the link is over. */
    void writeAll() {
        try {
            fire();
            Piece piece = waiting.take();
            while (!piece.isEnd() && link.waitUntil(piece.dueNanos)) {
                write(ByteBuffer.wrap(piece.bytes));
                room.release(piece.bytes.length);
                piece = waiting.take();
            }
            if (link.waitUntil(firstClient.afterStalls(faults, piece.dueNanos))) {
                to.shutdownOutput();
            }
        } catch (IOException e) {
            link.reset();
        } catch (InterruptedException e) {
            throw new IllegalStateException("a chaos thread was interrupted", e);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining() && link.waitUntil(freeAt())) {
            int portion = (int) Math.min(bytes.remaining(), Math.min(bytesToNextPoint(), mostAtOnce()));
            ByteBuffer out = bytes.slice(bytes.position(), portion);
            tally.passed().add(portion); // before the peer can answer it
            while (out.hasRemaining()) {
                to.write(out);
            }
            bytes.position(bytes.position() + portion);
            passed += portion;
            lineFreeAt = Math.max(lineFreeAt, System.nanoTime()) + nanosOnTheLine(portion);
            fire();
        }
    }

    private long freeAt() {
        long now = System.nanoTime();
        long free = bytesPerSecond == Long.MAX_VALUE ? now : Math.max(now, lineFreeAt);
        return firstClient.afterStalls(faults, free);
    }

    private long mostAtOnce() {
        return Math.max(1, bytesPerSecond / PORTIONS_PER_SECOND);
    }

    private long nanosOnTheLine(int bytes) {
        return bytesPerSecond == Long.MAX_VALUE ? 0 : bytes * NANOS_PER_SECOND / bytesPerSecond;
    }

    private long bytesToNextPoint() {
        long next = Long.MAX_VALUE;
        for (Fault fault : faults) {
            long at = bytePoint(fault);
            if (at > passed) {
                next = Math.min(next, at - passed);
            }
        }
        return next;
    }

    private static long bytePoint(Fault fault) {
        Fault.Point point = switch (fault) {
            case Fault.Stall stall -> stall.at();
            case Fault.Cut cut -> cut.at();
            case Fault.Reset reset -> reset.at();
            default -> Fault.after(Duration.ZERO);
        };
        return point instanceof Fault.Point.Bytes bytes ? bytes.count() : -1;
    }

    /** What the script has for exactly this many bytes. */
    private void fire() {
        for (Fault fault : faults) {
            if (bytePoint(fault) == passed) {
                if (fault instanceof Fault.Stall stall) {
                    link.waitUntil(System.nanoTime() + stall.lasting().toNanos());
                } else {
                    link.end(fault);
                }
            }
        }
    }
}
