package dev.parley.cli.shell;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An endpoint taken apart where it may name several servers: {@code scheme://host,host:port/rest}; or a Unix socket, which is always
 * one: {@code service+unix://path:rest}.
 *
 * @param scheme with what separates it from the hosts; empty when none was typed
 * @param hosts with their ports, or a path, as typed; one that is empty when none was typed
 * @param rest from the first slash behind the hosts on, or from the colon behind the path
 */
record HostList(String scheme, List<String> hosts, String rest) {
    private static final String SCHEME_END = "://";
    private static final Pattern UNIX =
            Pattern.compile("([^:/]*\\+unix[^:/]*:(?://(?=/))?)([^:]*)(.*)", Pattern.CASE_INSENSITIVE);

    static HostList of(String text) {
        Matcher unix = UNIX.matcher(text);
        if (unix.matches()) {
            return new HostList(unix.group(1), List.of(unix.group(2)), unix.group(3));
        }
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
