package dev.parley.engine.jdk;

import dev.parley.engine.CloseReason;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.function.Function;

/** The peers of one UDP server, at most so many; the one silent for longest makes room. On the loop only. */
final class DatagramConversations {
    private final int most;
    private final LinkedHashMap<InetSocketAddress, DatagramConversation> byAddress =
            new LinkedHashMap<>(64, 0.75f, true);

    DatagramConversations(int most) {
        this.most = most;
    }

    DatagramConversation get(
            InetSocketAddress address, Function<InetSocketAddress, DatagramConversation> opening, long now) {
        DatagramConversation peer = byAddress.computeIfAbsent(address, opening);
        peer.heard(now);
        if (byAddress.size() > most) {
            forget(byAddress.firstEntry().getValue(), CloseReason.EVICTED);
        }
        return peer;
    }

    private void forget(DatagramConversation peer, CloseReason reason) {
        byAddress.remove(peer.address());
        peer.close(reason);
    }

    /** Forgets those silent for longer than that, and owed nothing. */
    void forgetSilent(long now, long idleNanos) {
        while (!byAddress.isEmpty()) {
            DatagramConversation eldest = byAddress.firstEntry().getValue();
            if (now - eldest.heardAt() <= idleNanos || !eldest.settled()) {
                return;
            }
            forget(eldest, CloseReason.IDLE);
        }
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
