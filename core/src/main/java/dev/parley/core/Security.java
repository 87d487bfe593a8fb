package dev.parley.core;

/** Whether what travels is encrypted, and who proves who it is. */
public enum Security {
    /** Neither: as it is. */
    NONE(""),
    /** TLS: encrypted, and the server proves who it is. */
    TLS("tls"),
    /** TLS where the client proves who it is as well. */
    MUTUAL_TLS("mtls");

    private final String text;

    Security(String text) {
        this.text = text;
    }

    /** As endpoints write it: {@code tls}, {@code mtls}, and nothing for {@link #NONE}. */
    public String text() {
        return text;
    }
}
