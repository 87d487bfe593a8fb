/** TLS as a state machine without a socket, and its certificates and keys. */
@SuppressWarnings("requires-automatic") // tls-channel has no descriptor
module dev.parley.tls {
    requires tls.channel;
    requires static transitive org.jspecify;

    exports dev.parley.tls;
}
