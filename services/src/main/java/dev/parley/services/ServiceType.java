package dev.parley.services;

import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.ServiceFactory;
import dev.parley.core.TooLong;
import dev.parley.core.Transport;
import java.util.List;
import java.util.function.Function;

/**
 * A service and the defaults it is served with.
 *
 * @param name on the command line
 * @param about one line for help texts
 * @param port where it listens when nothing else is said
 * @param transports what it travels on
 * @param engine the engine it is served on when nothing else is said
 * @param threads platform threads on the {@code threads} engine when nothing else is said
 * @param limits message size, clients and deadlines when nothing else is said
 * @param protocol what is said on this transport
 * @param opening the service itself, from what the server gives it
 */
public record ServiceType<Q, R>(
        String name,
        String about,
        int port,
        List<Transport> transports,
        String engine,
        int threads,
        Limits limits,
        Function<Transport, Protocol<Q, R>> protocol,
        Function<ServiceSettings, ServiceFactory<Q, R>> opening) {

    static final List<Transport> TCP_AND_UDP = List.of(Transport.TCP, Transport.UDP);

    static Limits messagesUpTo(int bytes, TooLong then) {
        return Limits.DEFAULT.withMaxMessage(bytes, then);
    }
}
