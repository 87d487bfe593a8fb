package dev.parley.engine;

import dev.parley.core.DatagramSession;
import dev.parley.core.Endpoint;
import dev.parley.core.Limits;
import dev.parley.core.MemoryBudget;
import dev.parley.core.Protocol;
import dev.parley.core.ServerSession;
import dev.parley.core.Service;
import dev.parley.core.ServiceFactory;
import dev.parley.core.SessionFactory;

/**
 * What to serve: where, which sessions, within which limits. Opens nothing.
 *
 * @param endpoint port 0 takes a free port; without a host the loopback address is used, without a transport TCP
 * @param sessions opens a session a conversation
 * @param limits what peers are granted
 * @param blocking true when the service declares that it blocks; an event loop then refuses it
 * @param localPorts the UDP ports of this process, never answered; shared by the servers of one process
 * @param wires what the bytes of a TCP conversation travel on
 * @param listener is called with what happens
 * @param memory what its conversations may keep together; shared by the servers of one process
 */
public record ServerSpec(
        Endpoint endpoint,
        SessionFactory sessions,
        Limits limits,
        boolean blocking,
        LocalPorts localPorts,
        WireFactory wires,
        ServerListener listener,
        MemoryBudget memory) {

    public ServerSpec {
        listener = GuardedListener.around(listener);
    }

    /** One service for all peers, with the default limits. */
    public static <Q, R> ServerSpec of(Endpoint endpoint, Protocol<Q, R> protocol, Service<Q, R> service) {
        return of(endpoint, protocol, conversation -> service, Limits.DEFAULT);
    }

    /** A service opened for each conversation. */
    public static <Q, R> ServerSpec of(
            Endpoint endpoint, Protocol<Q, R> protocol, ServiceFactory<Q, R> services, Limits limits) {
        SessionFactory sessions = endpoint.isDatagram()
                ? DatagramSession.factory(protocol, services, limits.session())
                : ServerSession.factory(protocol, services, limits.session());
        return new ServerSpec(
                endpoint,
                sessions,
                limits,
                false,
                new LocalPorts(),
                TcpWire::new,
                ServerListener.NONE,
                MemoryBudget.ofHeap());
    }

    /** The same, knowing the UDP ports of its process. */
    public ServerSpec withLocalPorts(LocalPorts ports) {
        return new ServerSpec(endpoint, sessions, limits, blocking, ports, wires, listener, memory);
    }

    /** The same, declaring that the service blocks. */
    public ServerSpec withBlockingService() {
        return new ServerSpec(endpoint, sessions, limits, true, localPorts, wires, listener, memory);
    }

    /** The same over other wires. */
    public ServerSpec withWires(WireFactory others) {
        return new ServerSpec(endpoint, sessions, limits, blocking, localPorts, others, listener, memory);
    }

    /** The same with a listener. */
    public ServerSpec withListener(ServerListener other) {
        return new ServerSpec(endpoint, sessions, limits, blocking, localPorts, wires, other, memory);
    }

    /** The same, its conversations keeping no more than this together with all others that share it. */
    public ServerSpec withMemory(MemoryBudget shared) {
        return new ServerSpec(endpoint, sessions, limits, blocking, localPorts, wires, listener, shared);
    }
}
