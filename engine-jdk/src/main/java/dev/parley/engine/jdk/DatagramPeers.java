package dev.parley.engine.jdk;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.function.Function;

/** The peers of one UDP server, at most so many; the one silent for longest makes room. On the loop only. */
final class DatagramPeers {
    private final int most;
    private final LinkedHashMap<InetSocketAddress, DatagramPeer> byAddress = new LinkedHashMap<>(64, 0.75f, true);

    DatagramPeers(int most) {
        this.most = most;
    }

    DatagramPeer get(InetSocketAddress address, Function<InetSocketAddress, DatagramPeer> opening, long now) {
        DatagramPeer peer = byAddress.computeIfAbsent(address, opening);
        peer.heard(now);
        if (byAddress.size() > most) {
            forget(byAddress.firstEntry().getValue());
        }
        return peer;
    }

    private void forget(DatagramPeer peer) {
        byAddress.remove(peer.address());
        peer.close();
    }

    /** Forgets those silent for longer than that, and owed nothing. */
    void forgetSilent(long now, long idleNanos) {
        while (!byAddress.isEmpty()) {
            DatagramPeer eldest = byAddress.firstEntry().getValue();
            if (now - eldest.heardAt() <= idleNanos || !eldest.settled()) {
                return;
            }
            forget(eldest);
        }
    }

    int size() {
        return byAddress.size();
    }

    Collection<DatagramPeer> all() {
        return byAddress.values();
    }

    boolean settled() {
        return byAddress.values().stream().allMatch(DatagramPeer::settled);
    }
}
