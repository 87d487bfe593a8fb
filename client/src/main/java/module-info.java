/** Clients: one request at a time, or many on their way. */
module dev.parley.client {
    requires transitive dev.parley.core;
    requires dev.parley.tls;
    requires static transitive org.jspecify;

    exports dev.parley.client;
}
