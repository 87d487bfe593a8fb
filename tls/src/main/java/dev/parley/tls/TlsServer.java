package dev.parley.tls;

import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * What a server's TLS connections are made with. Safe for any thread if the supplier is.
 *
 * @param contexts asked for each connection, so that certificates can be renewed while the server runs
 * @param clientCertificate whether a client must show a certificate that its context trusts
 * @param endsWithStream whether a message ends with its stream: then one side ends while the other goes on, which TLS 1.2 cannot do
 */
public record TlsServer(Supplier<SSLContext> contexts, boolean clientCertificate, boolean endsWithStream) {
    /** The server's side of a new connection. */
    public TlsStream open() {
        return TlsStream.server(contexts.get(), clientCertificate, endsWithStream);
    }
}
