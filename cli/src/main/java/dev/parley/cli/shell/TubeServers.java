package dev.parley.cli.shell;

import dev.parley.client.ClientOptions;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.core.Endpoint;
import dev.parley.core.PrintableText;
import dev.parley.core.ProtocolException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tube that is reached through any of several servers, which share its messages, as typed:
 * {@code beanstalk://a,b:11301,c/tube}. One server is the usual case. They are tried in the order in which they were typed, each
 * for at most the connect timeout. A Unix socket is always one.
 *
 * @param all the same tube at each server, in the order in which they are tried; not empty
 */
public record TubeServers(List<TubeEndpoint> all) {
    private static final char SEPARATOR = ',';

    public TubeServers {
        all = List.copyOf(all);
    }

    /**
     * Reads one or more.
     *
     * @param command the name of the command that needs them
     * @throws Failure when a server is empty or comes twice, or the service is of another kind
     * @throws IllegalArgumentException when one is not an endpoint, or the tube cannot be one
     */
    public static TubeServers parse(String text, String command) {
        HostList hosts = HostList.of(text);
        List<TubeEndpoint> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String host : hosts.hosts()) {
            if (host.isEmpty() && hosts.isSeveral()) {
                throw new Failure(
                        ExitCode.USAGE,
                        "'" + PrintableText.of(text) + "' has an empty host in its list; write " + hosts.scheme()
                                + "a,b:11301/tube");
            }
            TubeEndpoint endpoint = TubeEndpoint.parse(hosts.scheme() + host + hosts.rest(), command);
            if (!seen.add(endpoint.server().toString().toLowerCase(Locale.ROOT))) {
                throw new Failure(
                        ExitCode.USAGE, "'" + PrintableText.of(text) + "' names " + endpoint.server() + " twice");
            }
            all.add(endpoint);
        }
        return new TubeServers(all);
    }

    /** Whether there is another one to go on at. */
    public boolean isSeveral() {
        return all.size() > 1;
    }

    /** In their order. */
    public List<Endpoint> servers() {
        return all.stream().map(TubeEndpoint::server).toList();
    }

    public String tube() {
        return all.getFirst().tube();
    }

    /** Whether a tube was typed. */
    public boolean named() {
        return all.getFirst().named();
    }

    /** Another tube of the same servers, which nobody typed. */
    public TubeServers in(String tube) {
        return new TubeServers(all.stream()
                .map(endpoint -> new TubeEndpoint(endpoint.server(), tube, false))
                .toList());
    }

    /** The tube at the server of a connection. */
    public TubeEndpoint at(BeanstalkClient client) {
        return all.get(indexOf(client.endpoint()));
    }

    /** The same, tried in their order from this one on. */
    public TubeServers startingWith(Endpoint server) {
        return rotated(indexOf(server));
    }

    /** The same, this one tried last. */
    public TubeServers startingAfter(Endpoint server) {
        return rotated(indexOf(server) + 1);
    }

    /** The same without some of them; empty when none is left. */
    public Optional<TubeServers> without(Set<Endpoint> servers) {
        List<TubeEndpoint> left =
                all.stream().filter(one -> !servers.contains(one.server())).toList();
        return left.isEmpty() ? Optional.empty() : Optional.of(new TubeServers(left));
    }

    private TubeServers rotated(int first) {
        List<TubeEndpoint> rotated = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            rotated.add(all.get((first + i) % all.size()));
        }
        return new TubeServers(rotated);
    }

    private int indexOf(Endpoint server) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).server().equals(server)) {
                return i;
            }
        }
        throw new IllegalArgumentException(server + " is none of " + this);
    }

    /**
     * Connects to the first one that can be; of several, to the first one that answers too. It uses the tube {@code default}.
     *
     * @throws NoServerException when there are several and none answers
     */
    public BeanstalkClient connect(ClientOptions options) throws IOException, ProtocolException {
        return isSeveral()
                ? first(server -> answering(server, options))
                : all.getFirst().connect(options);
    }

    private static BeanstalkClient answering(TubeEndpoint server, ClientOptions options)
            throws IOException, ProtocolException {
        BeanstalkClient client = server.connect(options);
        boolean answers = false;
        try {
            client.requireAnswer();
            answers = true;
            return client;
        } finally {
            if (!answers) {
                client.close();
            }
        }
    }

    /**
     * Connects to the first one that can be; what the connection reserves is of this tube alone.
     *
     * @throws NoServerException when there are several and none answers
     */
    public BeanstalkClient connectToReserve(ClientOptions options) throws IOException, ProtocolException {
        return first(server -> server.connectToReserve(options));
    }

    private interface Connecting {
        BeanstalkClient to(TubeEndpoint server) throws IOException, ProtocolException;
    }

    private BeanstalkClient first(Connecting connecting) throws IOException, ProtocolException {
        if (!isSeveral()) {
            return connecting.to(all.getFirst());
        }
        Map<Endpoint, Exception> failures = new LinkedHashMap<>();
        for (TubeEndpoint server : all) {
            try {
                return connecting.to(server);
            } catch (IOException | ProtocolException e) {
                failures.put(server.server(), e);
            }
        }
        throw new NoServerException(failures);
    }

    /** As endpoints are written; {@link #parse} reads it back. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (TubeEndpoint endpoint : all) {
            String server = endpoint.server().toString();
            text.append(text.isEmpty() ? server : SEPARATOR + server.substring(server.indexOf("://") + 3));
        }
        return text.append(all.getFirst().separator()).append(tube()).toString();
    }
}
