package dev.parley.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the JDK's contexts from credentials and trusted certificates. */
public final class TlsContexts {
    private static final char[] NO_PASSWORD = new char[0];

    private TlsContexts() {}

    /**
     * For a server.
     *
     * @param clients who may issue the certificates of clients; null when clients show none
     */
    public static SSLContext server(Credentials credentials, @Nullable Certificates clients) {
        return context(credentials, clients == null ? new TrustManager[0] : trustManagers(clients));
    }

    /**
     * For a client that checks its server.
     *
     * @param servers what it trusts; null for the authorities the JDK trusts
     * @param credentials what it shows to a server that asks; null for nothing
     */
    public static SSLContext client(@Nullable Certificates servers, @Nullable Credentials credentials) {
        TrustManager[] explained = Arrays.stream(trustManagers(servers))
                .map(one -> one instanceof X509ExtendedTrustManager judge ? new ServerTrust(judge) : one)
                .toArray(TrustManager[]::new);
        return context(credentials, explained);
    }

    /** For a client that takes any server for the one it wants: anybody on the way can read and change what is sent. */
    public static SSLContext insecureClient(@Nullable Credentials credentials) {
        return context(credentials, new TrustManager[] {new AnyServer()});
    }

    private static SSLContext context(@Nullable Credentials credentials, TrustManager[] trusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(credentials == null ? new KeyManager[0] : keyManagers(credentials), trusted, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JVM cannot do TLS: " + e.getMessage(), e);
        }
    }

    private static KeyManager[] keyManagers(Credentials credentials) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        store.setKeyEntry(
                "own", credentials.key(), NO_PASSWORD, credentials.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trustManagers(@Nullable Certificates trusted) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted == null ? null : storeOf(trusted.all()));
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JVM's trusted certificates cannot be used: " + e.getMessage(), e);
        }
    }

    private static KeyStore storeOf(List<X509Certificate> trusted) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        for (int i = 0; i < trusted.size(); i++) {
            store.setCertificateEntry("trusted-" + i, trusted.get(i));
        }
        return store;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
