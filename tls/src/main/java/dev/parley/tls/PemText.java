package dev.parley.tls;

import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates and keys as PEM text, as every program reads them. */
public final class PemText {
    private PemText() {}

    /** Certificates in their order. */
    public static String of(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            try {
                text.append(PemFile.block("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalArgumentException("a certificate without an encoding", e);
            }
        }
        return text.toString();
    }

    /** A key as PKCS#8, not encrypted. */
    public static String of(PrivateKey key) {
        return PemFile.block("PRIVATE KEY", key.getEncoded());
    }
}
