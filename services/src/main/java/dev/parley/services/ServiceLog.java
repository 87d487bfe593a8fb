package dev.parley.services;

/**
 * The services' logger. In a class of its own, so that it is made when something is logged: a client that only needs a
 * service's defaults would otherwise start all of logging.
 */
final class ServiceLog {
    static final System.Logger LOG = System.getLogger("dev.parley.services");

    private ServiceLog() {}
}
