package dev.parley.engine;

/** Why a datagram was not served. */
public enum DropReason {
    /** Its source is a port that answers answers: a well-known reflector, port 0, or a server of this process. */
    REFLECTOR("source port belongs to a reflector or to this process"),
    /** Its source is not one of the addresses that may be clients. */
    NOT_ALLOWED("address not allowed"),
    /** Too many datagrams wait to be served: of all peers, or of this one. Or all places are taken by peers that wait for replies. */
    TOO_MANY_WAITING("too many are waiting"),
    /** It is not exactly one good message. */
    MALFORMED("not exactly one good message"),
    /** Its source is new, and the server takes nobody new for now: {@link RunningServer#admit}. */
    DRAINING("no new peers for now"),
    /** The service could not be opened for its source. */
    CANNOT_SERVE("the service cannot be opened");

    private final String text;

    DropReason(String text) {
        this.text = text;
    }

    /** For logs. */
    @Override
    public String toString() {
        return text;
    }
}
