package dev.parley.cli.config;

import java.util.List;

/**
 * What a file says of one endpoint.
 *
 * @param address {@code reverse://127.0.0.1:8080}
 * @param settings its own
 * @param origin where its address stands
 */
record EndpointTable(String address, List<Setting> settings, String origin) {
    EndpointTable {
        settings = List.copyOf(settings);
    }
}
