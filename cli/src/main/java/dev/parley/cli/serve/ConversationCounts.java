package dev.parley.cli.serve;

import java.util.concurrent.atomic.AtomicLong;

/** What is counted of one conversation. Any thread: an answer may be given on another than that of the conversation. */
final class ConversationCounts {
    private final long beganNanos = System.nanoTime();
    private final AtomicLong messagesIn = new AtomicLong();
    private final AtomicLong messagesOut = new AtomicLong();
    private final AtomicLong bytesIn = new AtomicLong();
    private final AtomicLong bytesOut = new AtomicLong();
    private volatile long endedNanos = beganNanos;

    void request() {
        messagesIn.incrementAndGet();
    }

    void reply() {
        messagesOut.incrementAndGet();
    }

    void transferred(long in, long out) {
        bytesIn.addAndGet(in);
        bytesOut.addAndGet(out);
    }

    void ended() {
        endedNanos = System.nanoTime();
    }

    long messagesIn() {
        return messagesIn.get();
    }

    long messagesOut() {
        return messagesOut.get();
    }

    long bytesIn() {
        return bytesIn.get();
    }

    long bytesOut() {
        return bytesOut.get();
    }

    long durationNanos() {
        return endedNanos - beganNanos;
    }
}
