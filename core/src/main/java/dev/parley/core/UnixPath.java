package dev.parley.core;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A Unix socket: a place on this machine, named by the path of a file.
 *
 * @param path absolute, or relative to the working directory of the process that uses it
 */
public record UnixPath(String path) implements Address {
    /** Linux' {@code sun_path} has 108 bytes, the last of them 0; unix(7). Some systems take fewer, and then say so. */
    public static final int LONGEST_BYTES = 107;

    /** A colon separates the path from a tube, a comma one server from the next; the others belong to parts of URLs that there are not. */
    private static final String NOT_IN_PATHS = ":,?#";

    /** @throws IllegalArgumentException when it cannot be the path of a socket; with a text for the user */
    public UnixPath {
        String fault = fault(path);
        if (fault != null) {
            throw new IllegalArgumentException(
                    "'" + PrintableText.of(path) + "' is not the path of a Unix socket: " + fault);
        }
    }

    /** Why it cannot be one; null when it can. */
    static @Nullable String fault(String path) {
        if (path.isEmpty()) {
            return "it is empty";
        }
        if (path.startsWith("@")) {
            return "sockets without a file (those with an @) are not supported";
        }
        if (path.endsWith("/")) {
            return "it names a directory";
        }
        if (path.chars().anyMatch(sign -> NOT_IN_PATHS.indexOf(sign) >= 0 || Character.isISOControl(sign))) {
            return "a path has no : , ? # and no control characters here";
        }
        int bytes = path.getBytes(StandardCharsets.UTF_8).length;
        return bytes <= LONGEST_BYTES
                ? null
                : "it has " + bytes + " bytes, at most " + LONGEST_BYTES
                        + " are possible; a relative path may be shorter";
    }

    @Override
    public @Nullable String host() {
        return null;
    }

    @Override
    public int port() {
        return -1;
    }

    /** The path. */
    @Override
    public String toString() {
        return path;
    }
}
