package dev.parley.core;

import org.jspecify.annotations.Nullable;

/** Where a server or a peer is: a closed set, so that code that handles addresses handles each kind. */
public sealed interface Address permits HostPort, UnixPath {
    /** The host without brackets; null where there is none. */
    @Nullable
    String host();

    /** The port; 0 takes a free one, -1 where there is none. */
    int port();

    /** As users write it, such as {@code 127.0.0.1:8080}, {@code [::1]:8080} or {@code /run/x.sock}. */
    @Override
    String toString();
}
