package dev.parley.engine.jdk;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many datagrams, and bytes of them, wait to be served; what comes beyond that is dropped, as the kernel does when its buffer is
 * full. Safe for any thread.
 */
final class DatagramBacklog {
    private final int mostDatagrams;
    private final long mostBytes;
    private final AtomicInteger datagrams = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    private DatagramBacklog(int mostDatagrams, long mostBytes) {
        this.mostDatagrams = mostDatagrams;
        this.mostBytes = mostBytes;
    }

    static DatagramBacklog ofServer() {
        return new DatagramBacklog(4096, 16 << 20);
    }

    /** An eighth of the server's, so that one peer leaves room for others. */
    static DatagramBacklog ofPeer() {
        return new DatagramBacklog(512, 2 << 20);
    }

    /** False when there is no room for it. Otherwise {@link #served} must follow. */
    boolean admits(int size) {
        int waiting = datagrams.incrementAndGet();
        long waitingBytes = bytes.addAndGet(size);
        if (waiting > mostDatagrams || waitingBytes > mostBytes) {
            served(size);
            return false;
        }
        return true;
    }

    /** It was served, or dropped after all. */
    void served(int size) {
        datagrams.decrementAndGet();
        bytes.addAndGet(-size);
    }

    boolean empty() {
        return datagrams.get() == 0;
    }
}
