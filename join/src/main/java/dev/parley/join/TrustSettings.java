package dev.parley.join;

/**
 * Which servers on TLS all generators trust, as the coordinator was told. What a client shows of its own is not here: a private key
 * must not go to whoever connects, and joining needs no password.
 *
 * @param authorities certificates as PEM; empty for those that Java trusts on each host
 * @param insecure true where servers are not checked at all
 */
public record TrustSettings(String authorities, boolean insecure) {
    /** The authorities that Java trusts; what a load without TLS has too. */
    public static final TrustSettings USUAL = new TrustSettings("", false);
}
