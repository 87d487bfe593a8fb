package dev.parley.load;

import dev.parley.client.ServerAddress;
import dev.parley.core.Endpoint;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The servers of a load with their addresses, and which of its clients connects to which: one after the other. Each time that every
 * event loop had a client at some of them it begins one further, so that those of one loop, and of one load generator, are not all at
 * the same server:
 *
 * <pre>
 *   client    0  1  2  3  4  5  6  7       loop 0 has 0, 2, 4, 6
 *   server    a  b  b  a  a  b  b  a       of a and b, with two loops
 * </pre>
 */
final class LoadedServers {
    private final List<One> all;
    private final int clientsARound;

    /** One of them. */
    record One(Endpoint endpoint, SocketAddress address) {}

    private LoadedServers(List<One> all, int loops) {
        this.all = List.copyOf(all);
        this.clientsARound = leastCommonMultiple(all.size(), loops);
    }

    /** Looks up their addresses; blocks for as long as a reply may take, for each. */
    static LoadedServers of(LoadSpec spec) throws IOException {
        List<One> all = new ArrayList<>();
        for (Endpoint endpoint : spec.servers()) {
            all.add(new One(endpoint, ServerAddress.of(endpoint, spec.replyTimeout())));
        }
        return new LoadedServers(all, spec.threads());
    }

    private static int leastCommonMultiple(int a, int b) {
        int rest = b;
        int divisor = a;
        while (rest != 0) {
            int next = divisor % rest;
            divisor = rest;
            rest = next;
        }
        return a / divisor * b;
    }

    One ofClient(int client) {
        return all.get((client + client / clientsARound) % all.size());
    }

    /** Those of this host that can be looked at, as {@link ServerProcesses} does it; takes some milliseconds. */
    List<ProcessHandle> processes() {
        return all.stream()
                .flatMap(one -> ServerProcesses.of(one.address, one.endpoint.isDatagram()).stream())
                .distinct()
                .toList();
    }
}
