package dev.parley.services;

import dev.parley.core.Peer;

/**
 * The services' logger. In a class of its own, so that it is made when something is logged: a client that only needs a
 * service's defaults would otherwise start all of logging.
 */
final class ServiceLog {
    static final System.Logger LOG = System.getLogger("dev.parley.services");

    /** Of what those do, or try, who control a server: a line each. */
    private static final System.Logger AUDIT = System.getLogger("dev.parley.audit");

    private ServiceLog() {}

    /** A peer has stopped the server, or was not let. */
    static void stop(Peer peer, boolean allowed) {
        AUDIT.log(
                System.Logger.Level.INFO,
                "audit action=stop by=" + peer.address() + " result="
                        + (allowed
                                ? "done text=\"a message stops the server\""
                                : "refused text=\"peers on other machines may not, without --allow-stop\""));
    }
}
