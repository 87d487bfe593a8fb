package dev.parley.engine;

/** Why a datagram was not served. */
public enum DropReason {
    /** Its source is a port that answers answers: a well-known reflector, port 0, or a server of this process. */
    REFLECTOR,
    /** Too many datagrams wait to be served. */
    TOO_MANY_WAITING,
    /** It is not exactly one good message. */
    MALFORMED,
    /** The service could not be opened for its source. */
    CANNOT_SERVE
}
