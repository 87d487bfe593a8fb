package dev.parley.tls;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Why one side did not accept the other, in words for the user of a client. */
public final class TlsRefusal {
    private static final String ALERT = "Received fatal alert: ";
    /** JSSE's words for bytes that are no records of TLS. */
    private static final List<String> NO_TLS =
            List.of("Unsupported or unrecognized SSL message", "plaintext connection", "Input record too big");

    private TlsRefusal() {}

    /** One line with the way out. */
    public static String text(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UntrustedServerException) {
                return "the server is not trusted: " + cause.getMessage() + "; --tls-ca FILE names whom to trust";
            }
        }
        String message = String.valueOf(failure.getMessage());
        if (NO_TLS.stream().anyMatch(message::contains)) {
            return "what answers there does not speak TLS; a server without it is reached without +tls";
        }
        int alert = message.indexOf(ALERT);
        if (alert >= 0) {
            return refusal(message.substring(alert + ALERT.length()).toLowerCase(Locale.ROOT));
        }
        return failure instanceof TlsEndException
                ? "the server ended the TLS handshake; does it speak TLS?"
                : "TLS failed: " + message;
    }

    private static String refusal(String alert) {
        return switch (alert) {
            case "certificate_required", "bad_certificate" ->
                "the server demands a certificate it accepts (TLS alert " + alert
                        + "); show one with --tls-cert and --tls-key";
            case "certificate_unknown", "unknown_ca", "certificate_expired", "certificate_revoked" ->
                "the server does not accept our certificate (TLS alert " + alert + "); is it issued by the authority"
                        + " the server trusts, and not expired?";
            case "protocol_version" -> "the server has no version of TLS in common with us (TLS alert " + alert + ")";
            default -> "the server refused (TLS alert " + alert + ")";
        };
    }
}
