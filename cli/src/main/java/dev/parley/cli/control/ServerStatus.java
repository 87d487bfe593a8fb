package dev.parley.cli.control;

import java.util.List;

/**
 * How a server is; the names in JSON are the components.
 *
 * @param version {@code parley 0.1.0 (commit 1f06b26a3a30)}
 * @param reasons why it is not ready; empty when it is
 * @param draining whether it takes no new clients because somebody asked for that
 * @param endpoints in the order in which they are served; empty until all listen
 */
public record ServerStatus(
        String kind,
        String version,
        long pid,
        long uptimeSeconds,
        boolean ready,
        List<String> reasons,
        boolean draining,
        List<EndpointStatus> endpoints) {
    /**
     * One listener.
     *
     * @param connections conversations open now; over UDP, peers remembered
     * @param full whether it has as many as it may have
     * @param faults what goes wrong there on purpose, as the options of {@code serve}; empty when nothing does
     */
    public record EndpointStatus(String endpoint, String engine, int connections, boolean full, String faults) {}

    public ServerStatus {
        reasons = List.copyOf(reasons);
        endpoints = List.copyOf(endpoints);
    }
}
