package dev.parley.cli.shell;

import dev.parley.client.ClientOptions;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.core.Endpoint;
import dev.parley.core.PrintableText;
import dev.parley.core.ProtocolException;
import dev.parley.core.UnixPath;
import dev.parley.queue.MessageStore;
import dev.parley.services.BeanstalkCommand;
import dev.parley.services.Catalog;
import dev.parley.services.ClientSide.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A tube of a work queue, as typed: {@code beanstalk://host:port/tube}, or {@code beanstalk+unix:///run/q.sock:tube}, since a slash
 * may be a part of the path. Without a tube it is {@code default}.
 *
 * @param server host, port and transport filled in
 * @param named whether a tube was typed
 */
public record TubeEndpoint(Endpoint server, String tube, boolean named) {
    /** Whether the endpoint names a service that keeps messages in tubes. */
    public static boolean names(String text) {
        String service = text.split("[+:/]", 2)[0];
        return service.matches("[a-z][a-z0-9-]*")
                && Catalog.named(service).filter(type -> type.suits(Use.TUBES)).isPresent();
    }

    /**
     * Reads one.
     *
     * @param command the name of the command that needs it
     * @throws Failure when it names a service of another kind, or none
     * @throws IllegalArgumentException when it is not an endpoint, or its tube cannot be one
     */
    public static TubeEndpoint parse(String text, String command) {
        HostList typed = HostList.of(text);
        String address = text.substring(0, text.length() - typed.rest().length());
        Endpoint server = Endpoints.completeForClient(address, Use.TUBES);
        Uses.require(server, Use.TUBES, command);
        if (server.address() instanceof UnixPath(String path)) {
            requireTubeBehindColon(server, path, typed.rest());
        }
        String tube = typed.rest().isEmpty() ? "" : typed.rest().substring(1);
        return tube.isEmpty()
                ? new TubeEndpoint(server, MessageStore.DEFAULT_TUBE, false)
                : new TubeEndpoint(server, BeanstalkCommand.requireTube(tube), true);
    }

    private static void requireTubeBehindColon(Endpoint server, String path, String rest) {
        Path parent = Path.of(path).getParent();
        boolean slash = parent != null && Files.exists(parent) && !Files.isDirectory(parent);
        if (slash || rest.equals(":")) {
            String socket =
                    slash ? server.toString().substring(0, server.toString().lastIndexOf('/')) : server.toString();
            throw new Failure(
                    ExitCode.USAGE,
                    "'" + PrintableText.of(server + rest) + "' names no tube; behind a Unix socket it is written "
                            + socket + ":tube, and without one it is '" + MessageStore.DEFAULT_TUBE + "'");
        }
    }

    /** Connects; it uses the tube {@code default} at first. */
    public BeanstalkClient connect(ClientOptions options) throws IOException {
        return BeanstalkClient.connect(server, options);
    }

    /** Connects; what it reserves is of this tube alone. */
    public BeanstalkClient connectToReserve(ClientOptions options) throws IOException, ProtocolException {
        BeanstalkClient client = connect(options);
        boolean watches = false;
        try {
            if (!tube.equals(MessageStore.DEFAULT_TUBE)) {
                client.watch(tube);
                client.ignore(MessageStore.DEFAULT_TUBE);
            }
            watches = true;
            return client;
        } finally {
            if (!watches) {
                client.close();
            }
        }
    }

    /** What stands between the server and the tube. */
    String separator() {
        return server.isUnix() ? ":" : "/";
    }

    /** As endpoints are written; {@link #parse} reads it back. */
    @Override
    public String toString() {
        return server + separator() + tube;
    }
}
