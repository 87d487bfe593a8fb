package dev.parley.tls;

import java.io.Serial;
import java.security.cert.CertificateException;

/** A server's certificate is not accepted; the message says why in plain words: expired, for another host, of an unknown authority. */
final class UntrustedServerException extends CertificateException {
    @Serial
    private static final long serialVersionUID = 1L;

    UntrustedServerException(String why, CertificateException cause) {
        super(why, cause);
    }
}
