package dev.parley.engine.jdk;

import dev.parley.core.Peer;
import dev.parley.engine.CloseReason;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The peers of one UDP server, at most so many; the one silent for longest makes room. On the loop only. */
final class DatagramConversations {
    private static final int MOST_LOOKED_AT = 64;

    private volatile int most;
    private final LinkedHashMap<InetSocketAddress, DatagramConversation> byAddress =
            new LinkedHashMap<>(64, 0.75f, true);

    DatagramConversations(int most) {
        this.most = most;
    }

    /** No more from now on; those that are too many are forgotten at the next look at the silent ones. From any thread. */
    void atMost(int conversations) {
        most = conversations;
    }

    /** The conversation with this peer, opened if need be; null when there is no place for it. */
    @Nullable
    DatagramConversation get(
            InetSocketAddress address, Function<InetSocketAddress, DatagramConversation> opening, long now) {
        DatagramConversation peer = byAddress.get(address);
        if (peer == null) {
            if (byAddress.size() >= most && !makeRoom()) {
                return null;
            }
            peer = opening.apply(address);
            byAddress.put(address, peer);
        }
        peer.heard(now);
        return peer;
    }

    /**
     * Forgets the one silent for longest that nothing is owed to: a busy one would come back, and its replies get out of order. Busy ones
     * that were looked at go to the end, so that many of them do not hide the others for ever.
     */
    private boolean makeRoom() {
        for (DatagramConversation peer :
                byAddress.values().stream().limit(MOST_LOOKED_AT).toList()) {
            if (peer.settled()) {
                forget(peer, CloseReason.EVICTED);
                return true;
            }
            byAddress.putLast(peer.address(), peer);
        }
        return false;
    }

    /** Forgets these; how many there were. */
    int forget(Predicate<Peer> which, CloseReason reason) {
        List<DatagramConversation> found = byAddress.values().stream()
                .filter(conversation -> which.test(conversation.peer()))
                .toList();
        found.forEach(conversation -> forget(conversation, reason));
        return found.size();
    }

    /** Whether there is a conversation with this peer. */
    boolean knows(InetSocketAddress address) {
        return byAddress.containsKey(address);
    }

    private void forget(DatagramConversation peer, CloseReason reason) {
        byAddress.remove(peer.address());
        peer.close(reason);
    }

    /** Forgets those silent for longer than that, and owed nothing; and those that are too many. */
    void forgetSilent(long now, long idleNanos) {
        int tooMany = byAddress.size() - most;
        while (tooMany > 0 && makeRoom()) {
            tooMany--;
        }
        List<DatagramConversation> silent = byAddress.values().stream()
                .takeWhile(peer -> now - peer.heardAt() > idleNanos)
                .filter(DatagramConversation::settled)
                .toList();
        silent.forEach(peer -> forget(peer, CloseReason.IDLE));
    }

    int size() {
        return byAddress.size();
    }

    Collection<DatagramConversation> all() {
        return byAddress.values();
    }

    boolean settled() {
        return byAddress.values().stream().allMatch(DatagramConversation::settled);
    }
}
