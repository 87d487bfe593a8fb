package dev.parley.cli.shell;

import java.util.List;

/**
 * An endpoint taken apart where it may name several servers: {@code scheme://host,host:port/rest}.
 *
 * @param scheme with what separates it from the hosts; empty when none was typed
 * @param hosts with their ports, as typed; one that is empty when none was typed
 * @param rest from the first slash behind the hosts on
 */
record HostList(String scheme, List<String> hosts, String rest) {
    private static final String SCHEME_END = "://";

    static HostList of(String text) {
        int scheme = text.indexOf(SCHEME_END);
        if (scheme < 0) {
            return new HostList(text, List.of(""), "");
        }
        int hosts = scheme + SCHEME_END.length();
        int slash = text.indexOf('/', hosts);
        int end = slash < 0 ? text.length() : slash;
        return new HostList(
                text.substring(0, hosts), List.of(text.substring(hosts, end).split(",", -1)), text.substring(end));
    }

    boolean isSeveral() {
        return hosts.size() > 1;
    }
}
