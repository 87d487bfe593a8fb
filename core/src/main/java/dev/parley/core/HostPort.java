package dev.parley.core;

import org.jspecify.annotations.Nullable;

/**
 * A place in an IP network.
 *
 * @param host a name or a numeric address, IPv6 without brackets; null when none was written
 * @param port -1 when none was written; 0 takes a free port
 */
public record HostPort(@Nullable String host, int port) implements Address {
    @Override
    public String toString() {
        String shown = host == null ? "" : host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port < 0 ? shown : shown + ":" + port;
    }
}
