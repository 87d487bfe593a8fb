package dev.parley.testkit;

import dev.parley.core.Delivery;
import dev.parley.core.Reply;
import dev.parley.core.Service;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A service with large replies that counts how many bytes of them the server holds for its peer: given to it, and neither
 * handed to the operating system nor lost. One for each peer; read from any thread.
 */
public final class UnsentGauge implements Service<byte[], byte[]> {
    private final int replyBytes;
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger reported = new AtomicInteger();
    private final AtomicLong unsent = new AtomicLong();
    private final AtomicLong mostUnsent = new AtomicLong();

    public UnsentGauge(int replyBytes) {
        this.replyBytes = replyBytes;
    }

    @Override
    public void serve(byte[] request, Reply<byte[]> reply) {
        served.incrementAndGet();
        long now = unsent.addAndGet(replyBytes);
        mostUnsent.accumulateAndGet(now, Math::max);
        reply.send(new byte[replyBytes], new Delivery() {
            @Override
            public void delivered() {
                replyEnded();
            }

            @Override
            public void lost() {
                replyEnded();
            }
        });
    }

    private void replyEnded() {
        unsent.addAndGet(-replyBytes);
        reported.incrementAndGet();
    }

    /** The most there was at any time. */
    public long mostUnsentBytes() {
        return mostUnsent.get();
    }

    public int served() {
        return served.get();
    }

    /** True when the fate of every reply was reported, once. */
    public boolean allReported() {
        return reported.get() == served.get() && unsent.get() == 0;
    }
}
