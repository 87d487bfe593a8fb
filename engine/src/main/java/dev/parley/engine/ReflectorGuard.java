package dev.parley.engine;

import java.net.InetSocketAddress;
import java.util.Set;

/**
 * Which datagrams are never answered, because the answer would go to another server that answers it in turn: those whose
 * source is a well-known reflector, port 0, or a port this process serves. The last also stops two Parley servers on
 * different hosts that use the same port.
 */
public record ReflectorGuard(LocalPorts localPorts) {
    /** echo, daytime, quote of the day, chargen, time, DNS, NTP, SSDP, memcached. */
    private static final Set<Integer> REFLECTORS = Set.of(7, 13, 17, 19, 37, 53, 123, 1900, 11211);

    /** True when an answer to this source can go to a client only. */
    public boolean admits(InetSocketAddress source) {
        int port = source.getPort();
        return port != 0 && !REFLECTORS.contains(port) && !localPorts.contains(port);
    }
}
