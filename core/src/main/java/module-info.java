/** Protocols, services and sessions: what is said, without I/O. */
module dev.parley.core {
    requires static transitive org.jspecify;

    exports dev.parley.core;
}
