package dev.parley.cli.talk;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.cli.shell.TubeEndpoint;
import dev.parley.cli.shell.TubeServers;
import dev.parley.client.ClientOptions;
import dev.parley.client.beanstalk.BeanstalkClient;
import dev.parley.core.Endpoint;
import dev.parley.core.ProtocolException;
import java.io.IOException;
import java.util.List;

/**
 * The store that several servers must share where a message is put once: each of them then knows the keys of the others.
 *
 * @param identity as its servers say it
 * @param server one of them
 */
record SharedStore(String identity, Endpoint server) {
    private static final String SAID_AS = "store";

    /**
     * Asks every server that answers.
     *
     * @throws Failure when they do not share a store, or do not say which they have
     */
    static SharedStore of(BeanstalkClient connected, TubeServers servers, ClientOptions options)
            throws IOException, ProtocolException {
        SharedStore store = new SharedStore(identity(connected), connected.endpoint());
        for (TubeEndpoint other : servers.startingAfter(connected.endpoint()).all()) {
            if (!other.server().equals(connected.endpoint())) {
                store.requireUnlessAway(new TubeServers(List.of(other)), options);
            }
        }
        return store;
    }

    private void requireUnlessAway(TubeServers other, ClientOptions options) throws ProtocolException {
        try (BeanstalkClient client = other.connect(options)) {
            require(client);
        } catch (IOException e) {
            // it is asked when it is needed
        }
    }

    /** @throws Failure when this server has another one */
    void require(BeanstalkClient client) throws IOException, ProtocolException {
        if (!identity(client).equals(identity)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--once requires servers that share one store: " + server + " and " + client.endpoint()
                            + " do not, so neither knows which keys the other has stored");
        }
    }

    private static String identity(BeanstalkClient client) throws IOException, ProtocolException {
        String identity = client.stats().get(SAID_AS);
        if (identity == null) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--once requires a single server, or Parley servers that share one store: " + client.endpoint()
                            + " is not one of Parley's");
        }
        return identity;
    }
}
