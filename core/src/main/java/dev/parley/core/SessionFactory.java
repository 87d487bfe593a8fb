package dev.parley.core;

/** Opens the session of one conversation. Safe for any thread. */
@FunctionalInterface
public interface SessionFactory {
    /**
     * Opens one session.
     *
     * @param wakeup called from any thread when {@link Session#resume} has something to do; must not block
     */
    Session open(Peer peer, Runnable wakeup);
}
