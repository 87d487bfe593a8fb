package dev.parley.testkit;

import dev.parley.tls.Certificates;
import dev.parley.tls.Credentials;
import dev.parley.tls.PrivateAuthority;
import dev.parley.tls.TlsContexts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * Certificates for tests, made once a JVM, which takes two seconds.
 *
 * @param server for localhost and the loopback addresses
 */
public record TestCertificates(X509Certificate authority, Credentials server, Credentials client) {
    private static final int DAYS = 30;

    private static final class Made {
        static final TestCertificates ONCE = make();
    }

    /** The same ones for all tests of this JVM. */
    public static TestCertificates get() {
        return Made.ONCE;
    }

    private static TestCertificates make() {
        try (PrivateAuthority authority = PrivateAuthority.create("CN=Parley tests", DAYS)) {
            return new TestCertificates(
                    authority.certificate(),
                    authority.server(List.of("localhost", "127.0.0.1", "::1"), DAYS),
                    authority.client("tester", DAYS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The authority as what to trust. */
    public Certificates trusted() {
        return new Certificates(Path.of("tests"), List.of(authority));
    }

    /** A server that asks for no certificate. */
    public SSLContext serverContext() {
        return TlsContexts.server(server, null);
    }

    /** A server that trusts the clients of the authority. */
    public SSLContext mutualServerContext() {
        return TlsContexts.server(server, trusted());
    }

    /** A client that trusts the authority and shows nothing. */
    public SSLContext clientContext() {
        return TlsContexts.client(trusted(), null);
    }

    /** A client that trusts the authority and shows its certificate. */
    public SSLContext mutualClientContext() {
        return TlsContexts.client(trusted(), client);
    }
}
