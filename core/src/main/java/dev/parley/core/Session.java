package dev.parley.core;

import java.nio.ByteBuffer;

/**
 * One peer's protocol state machine: bytes in, bytes out, nothing else. Used by one thread at a time; only
 * {@link SessionHost#wakeUp} of the host it was opened with is called from elsewhere.
 *
 * <pre>{@code
 *                 receive(bytes)          resume()
 *   engine  ---------------------->  ------------------>  session
 *           <----------------------  <------------------
 *           READ / MORE / PAUSED / CLOSE, messages in the outbox
 * }</pre>
 */
public interface Session {
    /** What the session wants next. */
    enum Step {
        /** Read on. */
        READ,
        /**
         * Call {@link #resume} soon: there is more to do, and it has stopped so that other conversations get their turn. Do not
         * read meanwhile.
         */
        MORE,
        /** Stop reading: replies are not being taken, or not yet given. Call {@link #resume} when that may have changed. */
        PAUSED,
        /** The conversation is over: flush, then close. */
        CLOSE
    }

    /** How a conversation came to its end. */
    enum Ending {
        /** As the protocol and the service have it. */
        ORDERLY,
        /** The peer broke the protocol, and got the protocol's text for it. */
        REFUSED,
        /** The peer broke the protocol, which has no text for that. */
        PROTOCOL_FAULT,
        /** The service threw, or gave an answer that its framing cannot carry. */
        SERVICE_FAILED,
        /** The server stopped before a request was there in full, or a reply that the end of the stream completes was not given. */
        INCOMPLETE,
        /** It is broken off on purpose, and its peer is to see that. */
        BROKEN_OFF
    }

    /** Takes all bytes of {@code in}, also while {@link Step#PAUSED}; what it cannot use yet it copies. */
    Step receive(ByteBuffer in, Outbox out);

    /** Goes on after {@link Step#MORE}, after a deferred reply was given, after unsent bytes have left, or when a task is due. */
    Step resume(Outbox out);

    /** The peer ended its sending side normally. */
    Step endOfInput(Outbox out);

    /**
     * The server stops: answer what was received in full, then {@link Step#CLOSE}. Bytes that were under way may still be handed in.
     */
    Step drain(Outbox out);

    /**
     * The message that has begun did not come to its end in time: refuse it where the protocol can, then {@link Step#CLOSE}. Nothing
     * is owed.
     */
    Step expire(Outbox out);

    /** The conversation is gone. Replies that were never written are lost, and the service's {@link Service#ended} is called. Idempotent. */
    void closed();

    /** True when the first bytes of a message are here and the last are not. */
    boolean midMessage();

    /** True when nothing is owed: no request waits for its reply. */
    boolean settled();

    /** Since when the reply that is owed for longest is waited for, by {@link SessionHost#nanoTime}; meaningless when settled. */
    long owedSinceNanos();

    /** Messages received in full so far. */
    long messages();

    /** What was received so far and broke the protocol. */
    long faults();

    /** How the conversation ends; meaningful after {@link Step#CLOSE}. */
    Ending ending();

    /**
     * True when a peer takes the end of our stream for the end of a reply, so that only a reply in full may be followed by one:
     * every other end has to be a reset.
     */
    boolean endCompletesReply();
}
