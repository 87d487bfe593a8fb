package dev.parley.admin;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which names a client may use for an address that only this machine reaches: numeric addresses and {@code localhost}. A browser that was
 * made to believe that a name of an attacker's is this host sends that name; it has no way to send another.
 */
final class HostCheck {
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]*:[0-9a-f:.]*]|[a-z0-9.]+)(:[0-9]{1,5})?");

    private HostCheck() {}

    /**
     * Whether a request may use this name.
     *
     * @param host the header; null when there was none
     */
    static boolean allows(@Nullable String host) {
        Matcher parts = HOST.matcher(host == null ? "" : host.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return false;
        }
        String name = parts.group(1);
        return name.equals("localhost") || name.startsWith("[") || isAddress(name);
    }

    private static boolean isAddress(String name) {
        try {
            InetAddress.ofLiteral(name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
