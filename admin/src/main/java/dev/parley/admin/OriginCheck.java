package dev.parley.admin;

import org.jspecify.annotations.Nullable;

/**
 * Whether a request may come from where it says. A browser that sends a request for a page of another site names that site, and a page
 * cannot make it leave that out; programs that are no browsers name none.
 */
final class OriginCheck {
    private OriginCheck() {}

    /**
     * Whether a request may come from there.
     *
     * @param origin the header; null when there was none
     * @param host the name that the request used for this server; null when there was none
     */
    static boolean allows(@Nullable String origin, @Nullable String host) {
        return origin == null
                || (host != null
                        && (origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host)));
    }
}
