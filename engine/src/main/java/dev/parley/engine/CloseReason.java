package dev.parley.engine;

/** Why a conversation ended. */
public enum CloseReason {
    /** Both sides ended normally. */
    ORDERLY("both sides ended"),
    /** The TLS handshake failed: no TLS peer, no common version, or a certificate that was not accepted. */
    HANDSHAKE_FAILED("the TLS handshake failed"),
    /** The TLS handshake was not done within its timeout. */
    HANDSHAKE_TIMEOUT("TLS handshake not complete in time"),
    /** The peer broke the protocol. */
    PROTOCOL_FAULT("the peer broke the protocol"),
    /** The service threw, or gave an answer that its framing cannot carry. */
    SERVICE_FAILED("the service failed"),
    /** It was to be: a fault that was asked for. */
    BROKEN_OFF("broken off on purpose"),
    /** Nothing was received and nothing owed for the idle timeout. */
    IDLE("idle"),
    /** A message was not complete within the message timeout. */
    MESSAGE_TIMEOUT("message not complete in time"),
    /** The peer did not take its replies within the write timeout. */
    WRITE_TIMEOUT("replies not taken in time"),
    /** The service owed a reply for longer than the reply timeout. */
    REPLY_TIMEOUT("reply not given in time"),
    /** The peer ended its sending side and the replies it was owed did not come within the idle timeout. */
    PEER_GONE("the peer had ended and its replies did not come"),
    /** We ended, and the peer did not follow within the linger time. */
    LINGER_TIMEOUT("the peer did not close"),
    /** Reset by the peer, or the network failed. */
    CONNECTION_LOST("connection lost"),
    /** UDP: another peer needed the place. */
    EVICTED("evicted for another peer"),
    /** Whoever runs the server ended it: {@link RunningServer#disconnect}. */
    KICKED("ended by the server's operator"),
    /** The server stopped and did not wait any longer. */
    SERVER_STOPPED("the server stopped"),
    /** A fault of the engine. */
    INTERNAL_ERROR("internal error");

    private final String text;

    CloseReason(String text) {
        this.text = text;
    }

    /** For logs. */
    @Override
    public String toString() {
        return text;
    }
}
