package dev.parley.engine;

/** Why a client that connected was closed before a conversation began. */
public enum RefusalReason {
    /** Its address has as many conversations as one address may have. */
    ADDRESS_LIMIT,
    /** The server takes no new clients for now: {@link RunningServer#admit}. */
    DRAINING,
    /** Its address is not one of those that may be clients. */
    NOT_ALLOWED,
    /** The service could not be opened, or no thread or memory was there for it. */
    CANNOT_SERVE
}
