package dev.parley.core;

/** Where a server or a peer is: a closed set, so that code that handles addresses handles each kind. */
public sealed interface Address permits HostPort {
    /** As users write it, such as {@code 127.0.0.1:8080} or {@code [::1]:8080}. */
    @Override
    String toString();
}
