package dev.parley.engine;

import dev.parley.core.Limits;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Who may come in: a permit for each conversation, taken before accept so that the next client waits in the kernel, and a
 * count for each address, bounded because only conversations that are open are counted. Safe for any thread.
 */
public final class Admission {
    private final Semaphore permits;
    private final int maxPermits;
    private final Limits limits;
    /** All permits were taken back for good. */
    private volatile boolean emptied;

    private final ConcurrentHashMap<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();

    public Admission(int maxClients, Limits limits) {
        this.permits = new Semaphore(maxClients);
        this.maxPermits = maxClients;
        this.limits = limits;
    }

    public boolean tryEnter() {
        return permits.tryAcquire();
    }

    public void enter() throws InterruptedException {
        permits.acquire();
    }

    public void leave() {
        permits.release();
    }

    /** True when everyone has left before the deadline; nobody can enter from then on. */
    public boolean awaitEmpty(long deadlineNanos) throws InterruptedException {
        emptied = permits.tryAcquire(maxPermits, Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        return emptied;
    }

    public int inside() {
        return emptied ? 0 : maxPermits - permits.availablePermits();
    }

    /** False when this address has all it may have; otherwise {@link #leave(InetAddress)} must follow. */
    public boolean tryEnter(InetAddress address) {
        if (!counted(address)) {
            return true;
        }
        int count = perAddress.merge(address, 1, Integer::sum);
        if (count > limits.maxClientsPerAddress()) {
            leave(address);
            return false;
        }
        return true;
    }

    public void leave(InetAddress address) {
        if (counted(address)) {
            perAddress.computeIfPresent(address, (a, count) -> count == 1 ? null : count - 1);
        }
    }

    private boolean counted(InetAddress address) {
        return limits.countLoopback() || !address.isLoopbackAddress();
    }
}
