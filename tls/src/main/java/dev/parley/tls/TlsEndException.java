package dev.parley.tls;

import java.io.IOException;
import java.io.Serial;

/**
 * A TLS connection ended without the peer's word (close_notify), so that what has come may be cut short (RFC 8446, 6.1). Never to be
 * taken for a normal end.
 */
public final class TlsEndException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    TlsEndException(String message) {
        super(message);
    }
}
