package dev.parley.core;

import java.nio.ByteBuffer;

/**
 * One peer's protocol state machine: bytes in, bytes out, nothing else. Used by one thread at a time; only the wakeup it
 * was opened with is called from elsewhere.
 *
 * <pre>
 *                 receive(bytes)          resume()
 *   engine  ---------------------->  ------------------>  session
 *           <----------------------  <------------------
 *              READ / PAUSED / CLOSE, messages in the outbox
 * </pre>
 */
public interface Session {
    /** What the session wants next. */
    enum Step {
        /** Read on. */
        READ,
        /** Stop reading: replies are not being taken, or not yet given. Call {@link #resume} when that may have changed. */
        PAUSED,
        /** The conversation is over: flush, then close. */
        CLOSE
    }

    /** Takes all bytes of {@code in}; what it cannot use yet it copies. */
    Step receive(ByteBuffer in, Outbox out);

    /** Goes on after a deferred reply was given, or after unsent bytes have left. */
    Step resume(Outbox out);

    /** The peer ended its sending side in good order. */
    Step endOfInput(Outbox out);

    /**
     * The server stops: answer what was received in full, then {@link Step#CLOSE}. Bytes that were under way may still be handed in.
     */
    Step drain(Outbox out);

    /** The conversation is gone. Replies that were never written are lost. Idempotent. */
    void closed();

    /** True when the first bytes of a message are here and the last are not. */
    boolean midMessage();

    /** True when nothing is owed: no request waits for its reply. */
    boolean settled();

    /** Messages received in full so far. */
    long messages();
}
