package dev.parley.core;

import java.io.Serial;

/**
 * The peer's fault: it sent something the protocol does not allow. Caught by the session alone, which answers with the
 * protocol's refusal where there is one and then closes. The message is text for a log or a person; it never contains
 * the peer's bytes.
 *
 * <p>It carries no stack trace: a hostile peer would make us fill one per message, and the place in our code is of no use.
 */
public abstract sealed class ProtocolException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private ProtocolException(String message) {
        super(message, null, false, false);
    }

    /** The bytes are not a message of this protocol. */
    public static final class Malformed extends ProtocolException {
        @Serial
        private static final long serialVersionUID = 1L;

        public Malformed(String message) {
            super(message);
        }
    }

    /** A message longer than the limit, found before any memory was taken for it. */
    public static final class TooLarge extends ProtocolException {
        @Serial
        private static final long serialVersionUID = 1L;

        /** @param sizeBytes the size the peer announced or sent so far; read as unsigned */
        public TooLarge(long sizeBytes, int limitBytes) {
            super("message of " + Long.toUnsignedString(sizeBytes) + " bytes or more; the limit is " + limitBytes
                    + " bytes");
        }
    }

    /** There is no memory left for the rest of this message; a smaller one, or a later one, may find some. */
    public static final class NoRoom extends ProtocolException {
        @Serial
        private static final long serialVersionUID = 1L;

        public NoRoom() {
            super("the server has no memory left for a message of this size now");
        }
    }

    /** A message that had begun did not come to its end within the message timeout. */
    public static final class TooSlow extends ProtocolException {
        @Serial
        private static final long serialVersionUID = 1L;

        public TooSlow() {
            super("message not complete in time");
        }
    }

    /** The peer stopped sending in the middle of a message. */
    public static final class UnexpectedEnd extends ProtocolException {
        @Serial
        private static final long serialVersionUID = 1L;

        public UnexpectedEnd(int bytesOfMessage) {
            super("unexpected end: the peer stopped after " + bytesOfMessage + " bytes of a message");
        }
    }
}
