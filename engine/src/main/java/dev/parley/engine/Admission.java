package dev.parley.engine;

import dev.parley.core.AddressRules;
import dev.parley.core.AdmissionLimits;
import dev.parley.core.Peer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Admits clients: a permit for each conversation, taken before accept so that the next client waits in the kernel, and a
 * count for each address, where peers have one, bounded because only conversations that are open are counted; and only from addresses
 * that are allowed. Safe for any thread.
 */
public final class Admission {
    private final Permits permits;
    private volatile int maxPermits;
    private volatile AdmissionLimits limits;
    private volatile boolean admitting = true;
    /** All permits were taken back for good. */
    private volatile boolean emptied;

    private final ConcurrentHashMap<String, Integer> perHost = new ConcurrentHashMap<>();

    /** @param maxClients permits: the limit's, or fewer where the engine has fewer threads */
    public Admission(int maxClients, AdmissionLimits limits) {
        this.permits = new Permits(maxClients);
        this.maxPermits = maxClients;
        this.limits = limits;
    }

    /** A number of permits that can become smaller; below zero, too, while more are out than there are now. */
    private static final class Permits extends Semaphore {
        private static final long serialVersionUID = 1;

        Permits(int permits) {
            super(permits);
        }

        void change(int by) {
            if (by > 0) {
                release(by);
            } else {
                reducePermits(-by);
            }
        }
    }

    /** Other limits from now on. Nobody is sent away: when there are more inside than may be, the next enters when enough have left. */
    public synchronized void change(int maxClients, AdmissionLimits other) {
        if (emptied) {
            return;
        }
        permits.change(maxClients - maxPermits);
        maxPermits = maxClients;
        limits = other;
    }

    /** Whether anybody new may enter from now on; at first they may. */
    public void admit(boolean newClients) {
        admitting = newClients;
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

    /** True when all clients have left before the deadline; none can enter from then on. */
    public boolean awaitEmpty(long deadlineNanos) throws InterruptedException {
        emptied = permits.tryAcquire(maxPermits, Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        return emptied;
    }

    /** How many may be inside. */
    public int most() {
        return maxPermits;
    }

    public int inside() {
        return emptied ? 0 : maxPermits - permits.availablePermits();
    }

    /** Why this peer may not enter; null when it has entered, and then {@link #leave(Peer)} must follow. */
    public @Nullable RefusalReason enter(Peer peer) {
        AdmissionLimits now = limits;
        if (!allowed(peer, now.addresses())) {
            return RefusalReason.NOT_ALLOWED;
        }
        if (!admitting) {
            return RefusalReason.DRAINING;
        }
        if (!counted(peer, now)) {
            return null;
        }
        int count = perHost.merge(peer.host(), 1, Integer::sum);
        if (count > now.maxClientsPerAddress()) {
            leave(peer);
            return RefusalReason.ADDRESS_LIMIT;
        }
        return null;
    }

    private static boolean allowed(Peer peer, AddressRules rules) {
        return rules.allowAll()
                || !(peer instanceof SocketPeer socket)
                || rules.allow(socket.socketAddress().getAddress().getAddress());
    }

    /** Takes the peer out of its host's count; its permit is given back by {@link #leave()}. */
    public void leave(Peer peer) {
        if (!peer.host().isEmpty()) { // one that came when loopback did not count is in no count
            perHost.computeIfPresent(peer.host(), (host, count) -> count == 1 ? null : count - 1);
        }
    }

    private static boolean counted(Peer peer, AdmissionLimits limits) {
        return !peer.host().isEmpty() && (limits.countLoopback() || !peer.loopback());
    }
}
