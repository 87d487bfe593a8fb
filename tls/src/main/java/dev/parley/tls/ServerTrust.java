package dev.parley.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** A trust manager that decides as another does, and says in plain words why a server is not trusted. */
final class ServerTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;

    ServerTrust(X509ExtendedTrustManager judge) {
        this.judge = judge;
    }

    private interface Check {
        void run() throws CertificateException;
    }

    private static void explained(X509Certificate[] chain, @Nullable String host, Check check)
            throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            throw new UntrustedServerException(why(e, chain, host), e);
        }
    }

    private static String why(CertificateException refusal, X509Certificate[] chain, @Nullable String host) {
        X509Certificate own = chain[0];
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return "its certificate expired on "
                        + Certificates.day(own.getNotAfter().toInstant());
            }
            if (cause instanceof CertificateNotYetValidException) {
                return "its certificate is valid only from "
                        + own.getNotBefore().toInstant() + " on";
            }
            if (String.valueOf(cause.getMessage()).contains("unable to find valid certification path")) {
                return own.getSubjectX500Principal().equals(own.getIssuerX500Principal())
                        ? "its certificate is self-signed and not among the trusted ones"
                        : "its certificate is issued by an authority that is not trusted: "
                                + chain[chain.length - 1].getIssuerX500Principal();
            }
        }
        String text = String.valueOf(refusal.getMessage());
        if (host != null && (text.startsWith("No subject alternative") || text.startsWith("No name matching"))) {
            return "its certificate is for " + names(own) + ", not for " + host;
        }
        return "its certificate is not accepted: " + text;
    }

    private static String names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null && !names.isEmpty()) {
                return names.stream().map(name -> String.valueOf(name.get(1))).collect(Collectors.joining(", "));
            }
        } catch (CertificateParsingException _) {
            // It has a subject at least.
        }
        return certificate.getSubjectX500Principal().toString();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        explained(chain, engine.getPeerHost(), () -> judge.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        explained(chain, null, () -> judge.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        explained(chain, null, () -> judge.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        judge.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
