package dev.parley.engine;

import dev.parley.core.DatagramSession;
import dev.parley.core.Endpoint;
import dev.parley.core.Limits;
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
 */
public record ServerSpec(
        Endpoint endpoint, SessionFactory sessions, Limits limits, boolean blocking, LocalPorts localPorts) {

    /** One service for all peers, with the default limits. */
    public static <Q, R> ServerSpec of(Endpoint endpoint, Protocol<Q, R> protocol, Service<Q, R> service) {
        return of(endpoint, protocol, peer -> service, Limits.DEFAULT);
    }

    /** A service opened for each peer. */
    public static <Q, R> ServerSpec of(
            Endpoint endpoint, Protocol<Q, R> protocol, ServiceFactory<Q, R> services, Limits limits) {
        SessionFactory sessions = endpoint.isDatagram()
                ? DatagramSession.factory(protocol, services, limits)
                : ServerSession.factory(protocol, services, limits);
        return new ServerSpec(endpoint, sessions, limits, false, new LocalPorts());
    }

    /** The same, knowing the UDP ports of its process. */
    public ServerSpec withLocalPorts(LocalPorts ports) {
        return new ServerSpec(endpoint, sessions, limits, blocking, ports);
    }

    /** The same, declaring that the service blocks. */
    public ServerSpec withBlockingService() {
        return new ServerSpec(endpoint, sessions, limits, true, localPorts);
    }
}
