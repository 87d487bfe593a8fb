package dev.parley.services;

import dev.parley.core.Protocol;
import dev.parley.core.Service;
import dev.parley.core.ServiceFactory;
import dev.parley.core.Transport;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A service, and all that a command needs to serve it, to talk to it and to load it.
 *
 * <pre>{@code
 * ServiceType.of("shout", "replies in capitals", 7000, PROTOCOL, Shout::serve)
 *         .served(serving -> serving.onEngine("threads").withThreads(8))
 *         .forClients(client -> client.expecting(Shout::reply));
 * }</pre>
 *
 * @param name on the command line: a small letter, then small letters, digits and hyphens
 * @param about one line for help texts
 * @param port where it listens when no other is given
 * @param protocol its protocol on this transport
 * @param opening the service itself, from what the server gives it
 * @param serving how it is served
 * @param client what its clients need
 */
public record ServiceType<Q, R>(
        String name,
        String about,
        int port,
        Function<Transport, Protocol<Q, R>> protocol,
        Function<ServiceSettings, ServiceFactory<Q, R>> opening,
        Serving serving,
        ClientSide client) {

    private static final int MAX_PORT = 65_535;

    public ServiceType {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("invalid name of a service: '" + name + "'");
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("the port of " + name + " is from 1 to 65535, not " + port);
        }
    }

    /** A service of one function, the same for every conversation, on both transports. */
    public static <Q, R> ServiceType<Q, R> of(
            String name, String about, int port, Protocol<Q, R> protocol, Service<Q, R> service) {
        return of(name, about, port, transport -> protocol, settings -> conversation -> service);
    }

    /** A service with a protocol for each transport, opened for each conversation. */
    public static <Q, R> ServiceType<Q, R> of(
            String name,
            String about,
            int port,
            Function<Transport, Protocol<Q, R>> protocol,
            Function<ServiceSettings, ServiceFactory<Q, R>> opening) {
        return new ServiceType<>(name, about, port, protocol, opening, Serving.DEFAULT, ClientSide.DEFAULT);
    }

    /** The same, served in another way. */
    public ServiceType<Q, R> served(UnaryOperator<Serving> change) {
        return new ServiceType<>(name, about, port, protocol, opening, change.apply(serving), client);
    }

    /** The same, known to its clients in another way. */
    public ServiceType<Q, R> forClients(UnaryOperator<ClientSide> change) {
        return new ServiceType<>(name, about, port, protocol, opening, serving, change.apply(client));
    }

    /** Whether this can be done with it. */
    public boolean suits(ClientSide.Use use) {
        return client.uses().contains(use);
    }
}
