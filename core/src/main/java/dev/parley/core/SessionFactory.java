package dev.parley.core;

/** Opens the session of one conversation. Safe for any thread. */
@FunctionalInterface
public interface SessionFactory {
    /** Opens one session, which is used by one thread at a time from then on. */
    Session open(Peer peer, SessionHost host);
}
