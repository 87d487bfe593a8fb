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
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to serve: where, which sessions, within which limits. Opens nothing.
 *
 * @param endpoint port 0 takes a free port; without a host the loopback address is used, without a transport TCP
 * @param sessions opens a session a conversation
 * @param limits what peers are granted
 * @param blocking true when the service declares that it blocks; an event loop then refuses it
 * @param localPorts the UDP ports of this process, never answered; shared by the servers of one process
 * @param wires what the bytes of a conversation over a stream travel on
 * @param socketPermissions of the file of a Unix socket; who may write to it may connect
 * @param listener is called with what happens
 * @param memory what its conversations may keep together; shared by the servers of one process
 * @param socket where it listens, if that was opened by somebody else; else null
 */
public record ServerSpec(
        Endpoint endpoint,
        SessionFactory sessions,
        Limits limits,
        boolean blocking,
        LocalPorts localPorts,
        WireFactory wires,
        Set<PosixFilePermission> socketPermissions,
        ServerListener listener,
        MemoryBudget memory,
        @Nullable GivenSocket socket) {

    /** The owner alone. */
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    public ServerSpec {
        socketPermissions = Set.copyOf(socketPermissions);
        listener = GuardedListener.around(listener);
    }

    /**
     * One service for all peers, with the default limits.
     *
     * @throws IllegalArgumentException where {@link Protocol#requireCarriedTo} refuses the endpoint
     */
    public static <Q, R> ServerSpec of(Endpoint endpoint, Protocol<Q, R> protocol, Service<Q, R> service) {
        return of(endpoint, protocol, conversation -> service, Limits.DEFAULT);
    }

    /**
     * A service opened for each conversation.
     *
     * @throws IllegalArgumentException where {@link Protocol#requireCarriedTo} refuses the endpoint
     */
    public static <Q, R> ServerSpec of(
            Endpoint endpoint, Protocol<Q, R> protocol, ServiceFactory<Q, R> services, Limits limits) {
        protocol.requireCarriedTo(endpoint);
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
                OWNER,
                ServerListener.NONE,
                MemoryBudget.ofHeap(),
                null);
    }

    /** The same with other sessions, such as these with something around each. */
    public ServerSpec withSessions(SessionFactory others) {
        return new ServerSpec(
                endpoint, others, limits, blocking, localPorts, wires, socketPermissions, listener, memory, socket);
    }

    /** The same, knowing the UDP ports of its process. */
    public ServerSpec withLocalPorts(LocalPorts ports) {
        return new ServerSpec(
                endpoint, sessions, limits, blocking, ports, wires, socketPermissions, listener, memory, socket);
    }

    /** The same, declaring that the service blocks. */
    public ServerSpec withBlockingService() {
        return new ServerSpec(
                endpoint, sessions, limits, true, localPorts, wires, socketPermissions, listener, memory, socket);
    }

    /** The same over other wires. */
    public ServerSpec withWires(WireFactory others) {
        return new ServerSpec(
                endpoint, sessions, limits, blocking, localPorts, others, socketPermissions, listener, memory, socket);
    }

    /** The same with other permissions of the file of its Unix socket; by default only the owner may connect. */
    public ServerSpec withSocketPermissions(Set<PosixFilePermission> permissions) {
        return new ServerSpec(
                endpoint, sessions, limits, blocking, localPorts, wires, permissions, listener, memory, socket);
    }

    /** The same with a listener. */
    public ServerSpec withListener(ServerListener other) {
        return new ServerSpec(
                endpoint, sessions, limits, blocking, localPorts, wires, socketPermissions, other, memory, socket);
    }

    /** The same, its conversations keeping no more than this together with all others that share it. */
    public ServerSpec withMemory(MemoryBudget shared) {
        return new ServerSpec(
                endpoint, sessions, limits, blocking, localPorts, wires, socketPermissions, listener, shared, socket);
    }

    /**
     * The same on a socket that is open already, as a service manager gives one. The server closes it, so that this starts one server.
     *
     * @throws IllegalArgumentException if it is of another transport
     */
    public ServerSpec withSocket(GivenSocket given) {
        given.requireFor(endpoint);
        return new ServerSpec(
                endpoint, sessions, limits, blocking, localPorts, wires, socketPermissions, listener, memory, given);
    }
}
