package dev.parley.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** What a client shows to be allowed to change something. It is compared in constant time, and never shown. */
public final class AccessToken {
    private static final String SCHEME = "Bearer ";

    private final byte[] token;

    /** @param token not empty */
    public AccessToken(String token) {
        if (token.isEmpty()) {
            throw new IllegalArgumentException("an empty token");
        }
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    /** The header {@code Authorization} with it. */
    public String authorization() {
        return SCHEME + new String(token, StandardCharsets.UTF_8);
    }

    /**
     * Why a request is refused; null when it shows this token.
     *
     * @param authorization the header; null when there was none
     */
    @Nullable
    String refusal(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return "no token";
        }
        byte[] shown = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(token, shown) ? null : "wrong token";
    }

    @Override
    public String toString() {
        return "AccessToken";
    }
}
