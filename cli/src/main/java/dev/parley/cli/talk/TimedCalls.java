package dev.parley.cli.talk;

import dev.parley.cli.shell.Signals;
import dev.parley.client.Client;
import dev.parley.client.ReplyTimeoutException;
import dev.parley.core.ProtocolException;
import dev.parley.load.RoundTrips;
import dev.parley.result.LatencyHistogram;
import dev.parley.result.NumberText;
import dev.parley.result.Outcome;
import dev.parley.result.Percentile;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Calls that wait for their replies, each timed and its outcome kept, until all are made or a signal ends them: then
 * no more are made, and replies are awaited for a moment only. Safe for any thread.
 */
final class TimedCalls implements AutoCloseable {
    /** As long as a load waits. */
    private static final long GRACE_MILLIS = 200;

    private final List<Client<byte[], byte[]>> clients;
    private final RoundTrips roundTrips;
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch stopping = new CountDownLatch(1);
    /** Why the calls end early; empty as long as they do not. */
    private volatile String stopped = "";

    private final Signals.Handlers signals = Signals.onFirst(this::stop);

    /** A reply, and how long it took from the moment before its request was sent. */
    record Call(byte[] reply, long nanos) {}

    /** @param clients not to be closed by us, unless a signal ends the calls and a reply does not come */
    TimedCalls(List<Client<byte[], byte[]>> clients) {
        this.clients = clients;
        this.roundTrips = RoundTrips.start(clients.size());
    }

    private void stop(String reason) {
        stopped = reason;
        stopping.countDown();
        Thread.ofVirtual().start(() -> {
            try {
                if (!over.await(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
                    for (Client<byte[], byte[]> client : clients) {
                        client.close();
                    }
                }
            } catch (IOException e) {
                return; // it was broken before
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** True after a signal: then a call that fails has been cut short and does not count as failed. */
    boolean stopped() {
        return !stopped.isEmpty();
    }

    /** Waits until {@link System#nanoTime} is so far; false when a signal came before. */
    boolean pauseUntil(long nanoTime) {
        try {
            long nanos = nanoTime - System.nanoTime();
            return !stopped() && (nanos <= 0 || !stopping.await(nanos, TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A call that is not recorded: the first one's time is mostly that of loading classes, here and there. */
    void uncounted(int number, byte[] request) throws IOException, ProtocolException {
        clients.get(number).call(request);
    }

    /**
     * One call.
     *
     * @param number of the client
     * @param right whether a reply is the expected one
     */
    Call call(int number, byte[] request, Predicate<byte[]> right) throws IOException, ProtocolException {
        long sent = System.nanoTime();
        byte[] reply;
        try {
            reply = clients.get(number).call(request);
        } catch (ReplyTimeoutException e) {
            roundTrips.add(number, System.nanoTime() - sent, Outcome.LOST);
            throw e;
        } catch (ProtocolException e) {
            roundTrips.add(number, System.nanoTime() - sent, Outcome.MALFORMED);
            throw e;
        } catch (IOException e) {
            roundTrips.add(number, System.nanoTime() - sent, stopped() ? Outcome.LOST : Outcome.CLOSED);
            throw e;
        }
        long done = System.nanoTime(); // before the reply is looked at, which takes its time
        roundTrips.add(number, done - sent, right.test(reply) ? Outcome.REPLY : Outcome.WRONG);
        return new Call(reply, done - sent);
    }

    /** What all calls came to; no more may follow. */
    RoundTrips.Judged end() throws InterruptedException {
        over.countDown();
        return roundTrips.end(stopped);
    }

    /**
     * {@code min 41.2 us, p50 60.1 us, max 1.20 ms}, with the percentiles that so many samples support. Calls without a reply
     * count at their age, but the shortest of all is a reply: a refusal may come faster than any.
     */
    static String text(RoundTrips.Judged judged) {
        LatencyHistogram replies = judged.measured().service();
        return replies.count() == 0
                ? "no reply"
                : text(replies.minNanos(), judged.measured().response());
    }

    static String text(LatencyHistogram latencies) {
        return latencies.count() == 0 ? "none" : text(latencies.minNanos(), latencies);
    }

    private static String text(long minNanos, LatencyHistogram latencies) {
        StringBuilder text = new StringBuilder("min " + NumberText.time(minNanos));
        for (Percentile percentile : Percentile.ALL) {
            latencies
                    .percentileNanos(percentile.percent())
                    .ifPresent(nanos -> text.append(", ")
                            .append(percentile.text())
                            .append(' ')
                            .append(NumberText.time(nanos)));
        }
        return text.append(", max ")
                .append(NumberText.time(latencies.maxNanos()))
                .toString();
    }

    @Override
    public void close() {
        over.countDown();
        signals.close();
    }
}
