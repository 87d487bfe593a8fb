package dev.parley.services;

import dev.parley.core.Limits;
import dev.parley.core.Transport;
import java.util.List;

/**
 * How a service is served by default.
 *
 * @param transports on which it can be served, a Unix socket aside
 * @param streamEngine the name of the engine over TCP and on a Unix socket
 * @param datagramEngine the same over UDP
 * @param threads of an engine that has a bounded number of them
 * @param limits message size, clients and deadlines
 * @param blocking whether its calls may block; then no event loop serves it
 * @param keepsMessages whether it keeps messages, within the bounds of {@link ServiceSettings}
 * @param notes lines for the help of {@code serve}
 */
public record Serving(
        List<Transport> transports,
        String streamEngine,
        String datagramEngine,
        int threads,
        Limits limits,
        boolean blocking,
        boolean keepsMessages,
        List<String> notes) {

    /** TCP and UDP on {@code selector}, or on a pool of 64 threads; the usual limits; does not block. */
    public static final Serving DEFAULT = new Serving(
            List.of(Transport.TCP, Transport.UDP), "selector", "selector", 64, Limits.DEFAULT, false, false, List.of());

    public Serving {
        transports = List.copyOf(transports);
        notes = List.copyOf(notes);
        if (transports.isEmpty()) {
            throw new IllegalArgumentException("a service needs a transport");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("a service needs at least one thread, not " + threads);
        }
    }

    /** Whether it can be served on this transport: on a Unix socket where it can be on TCP. */
    public boolean supports(Transport transport) {
        return transports.contains(transport == Transport.UNIX ? Transport.TCP : transport);
    }

    /** The name of its engine on this transport. */
    public String engine(Transport transport) {
        return transport == Transport.UDP ? datagramEngine : streamEngine;
    }

    /** The same on these transports only. */
    public Serving on(Transport... only) {
        return new Serving(
                List.of(only), streamEngine, datagramEngine, threads, limits, blocking, keepsMessages, notes);
    }

    /** The same on another engine, over TCP and over UDP. */
    public Serving onEngine(String name) {
        return new Serving(transports, name, name, threads, limits, blocking, keepsMessages, notes);
    }

    /** The same on another engine over UDP. */
    public Serving onDatagramEngine(String name) {
        return new Serving(transports, streamEngine, name, threads, limits, blocking, keepsMessages, notes);
    }

    /** The same with another number of threads. */
    public Serving withThreads(int number) {
        return new Serving(transports, streamEngine, datagramEngine, number, limits, blocking, keepsMessages, notes);
    }

    /** The same within other limits. */
    public Serving within(Limits others) {
        return new Serving(transports, streamEngine, datagramEngine, threads, others, blocking, keepsMessages, notes);
    }

    /** The same with calls that may block, on {@code virtual} unless another engine is named after this. */
    public Serving whichBlocks() {
        return new Serving(transports, "virtual", "virtual", threads, limits, true, keepsMessages, notes);
    }

    /** The same, keeping messages. */
    public Serving whichKeepsMessages() {
        return new Serving(transports, streamEngine, datagramEngine, threads, limits, blocking, true, notes);
    }

    /** The same with lines for the help of {@code serve}. */
    public Serving noting(String... lines) {
        return new Serving(
                transports, streamEngine, datagramEngine, threads, limits, blocking, keepsMessages, List.of(lines));
    }
}
