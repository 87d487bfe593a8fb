package dev.parley.join;

import dev.parley.result.IntervalTimes;
import dev.parley.result.IntervalsDocument;
import dev.parley.result.LoadResult;
import dev.parley.result.ResultFormatException;
import dev.parley.result.ResultReader;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A load generator that has joined, as the coordinator sees it. Its own thread receives what it says; any may
 * speak to it.
 */
final class RemoteGenerator {
    /** Is told what a generator sends, on the thread of its connection. */
    interface Listener {
        void arrived(JoinPoint point);

        /** It gives up, or has gone: nothing more comes from it. Once, unless its result has come. */
        void lost(RemoteGenerator from, String why);

        /** Its user ends it; its result is still to come. */
        void leaving(RemoteGenerator from, String why);

        void result(RemoteGenerator from, LoadResult result, List<IntervalTimes> intervals);
    }

    private static final int RESULT_DOCUMENTS = 2;

    private final JoinConnection connection;
    private final long process;
    private final JoinDeadlines deadlines;
    private final Listener listener;
    private final long beganNanos = System.nanoTime();
    private final CountDownLatch ended = new CountDownLatch(1);
    private long pingedNanos;
    private volatile long shortestRoundTripNanos = Long.MAX_VALUE;
    private volatile long startSentNanos;
    private volatile long startRoundTripNanos;
    private volatile int number;
    private volatile boolean complete;

    RemoteGenerator(JoinConnection connection, long process, JoinDeadlines deadlines, Listener listener) {
        this.connection = connection;
        this.process = process;
        this.deadlines = deadlines;
        this.listener = listener;
    }

    /** Its place among the generators, from 1; the coordinator has 0. */
    void number(int newNumber) {
        number = newNumber;
    }

    int number() {
        return number;
    }

    /** {@code generator 2 (10.0.0.2, pid 4711)}. */
    String name() {
        return "generator " + (number + 1) + " (" + place() + ")";
    }

    /** Before it has a number. */
    String place() {
        return connection.peer() + ", pid " + process;
    }

    /** Says something to it; what does not reach it is noticed by its thread. */
    void tell(JoinMessage message) {
        connection.trySend(message);
    }

    /** Receives until the connection is closed, by either side; by a thread of its own. */
    void run() {
        try (connection) {
            ping();
            while (true) {
                try {
                    take(connection.receive(deadlines.signOfLife()));
                } catch (SocketTimeoutException e) {
                    if (connection.silence().compareTo(deadlines.silence()) > 0) {
                        throw new IOException(
                                "nothing was heard of it for "
                                        + deadlines.silence().toSeconds() + " s",
                                e);
                    }
                }
                if (System.nanoTime() - pingedNanos > deadlines.signOfLife().toNanos()) {
                    ping();
                }
            }
        } catch (IOException e) {
            if (!complete) {
                listener.lost(this, String.valueOf(e.getMessage()));
            }
        } finally {
            ended.countDown();
        }
    }

    /** Waits until it has closed its connection, no longer than so long. */
    void awaitEnd(long nanos) {
        try {
            ended.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) { // then at once
            Thread.currentThread().interrupt();
        }
    }

    private void ping() {
        pingedNanos = System.nanoTime();
        tell(JoinMessage.of(JoinMessage.Kind.PING, pingedNanos - beganNanos));
    }

    private void take(JoinMessage message) throws IOException {
        switch (message.kind()) {
            case PONG -> {
                long roundTrip = System.nanoTime() - beganNanos - message.number();
                shortestRoundTripNanos = Math.clamp(roundTrip, 1, shortestRoundTripNanos);
            }
            case ARRIVED -> {
                ping(); // some round trips more before the one that counts
                listener.arrived(JoinPoint.named(message.text()));
            }
            case PASSED -> startRoundTripNanos = System.nanoTime() - startSentNanos;
            case LEAVING -> listener.leaving(this, message.text());
            case FAILED -> throw new IOException(message.text());
            case RESULT -> result(message.attachments());
            default -> throw new IOException("sent what only a coordinator says");
        }
    }

    private void result(List<byte[]> documents) throws IOException {
        if (documents.size() != RESULT_DOCUMENTS) {
            throw new IOException("sent a result of " + documents.size() + " documents");
        }
        try {
            LoadResult result = ResultReader.read(documents.getFirst());
            List<IntervalTimes> intervals = IntervalsDocument.read(documents.getLast());
            complete = true;
            listener.result(this, result, intervals);
        } catch (ResultFormatException e) {
            throw new IOException("sent a result that cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Has it begin the measured part.
     *
     * @param atNanos by {@link System#nanoTime} here; by its own clock as long after it hears of it, less half a round trip
     */
    void begin(long atNanos) {
        startSentNanos = System.nanoTime();
        long onTheWay = shortestRoundTripNanos == Long.MAX_VALUE ? 0 : shortestRoundTripNanos / 2;
        tell(new JoinMessage(
                JoinMessage.Kind.PASS,
                JoinPoint.BEGIN.name(),
                Math.max(0, atNanos - startSentNanos - onTheWay),
                List.of()));
    }

    /**
     * How far its begin may be from the coordinator's: it took the message to be half the shortest round trip on its way, and that may
     * have been any time from none to the whole round trip of this message. 0 before it has answered.
     */
    long startSkewNanos() {
        long half = shortestRoundTripNanos == Long.MAX_VALUE ? 0 : shortestRoundTripNanos / 2;
        return startRoundTripNanos == 0 ? 0 : Math.max(half, startRoundTripNanos - half);
    }

    void close() {
        connection.close();
    }
}
