package dev.parley.cli.cluster;

import java.util.List;
import java.util.Map;

/**
 * One process of a laboratory, as it is to be started.
 *
 * @param ports where it, or what it starts, will listen, by the name of what listens
 * @param account who runs it
 * @param environment besides what it inherits; passwords too
 */
record Part(
        String name,
        Map<String, Integer> ports,
        Account account,
        List<String> command,
        Map<String, String> environment) {
    /** Never the environment. */
    @Override
    public String toString() {
        return name + ": " + command;
    }
}
