package dev.parley.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The UDP ports one process serves, so that none of its servers answers another. Safe for any thread. */
public final class LocalPorts {
    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();

    public void add(int port) {
        ports.add(port);
    }

    public void remove(int port) {
        ports.remove(port);
    }

    public boolean contains(int port) {
        return ports.contains(port);
    }
}
