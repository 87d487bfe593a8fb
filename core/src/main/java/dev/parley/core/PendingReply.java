package dev.parley.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The place of one reply in the order of its conversation.
 *
 * <p>The first thread to set {@code answer} has answered. Two volatile flags, each written before the other side's field is read,
 * make sure that either the session finds the answer or the answerer sees that it must wake the session. A service that
 * answers before {@code serve} returns takes the same path; it costs one compare-and-set.
 */
final class PendingReply<R> implements Reply<R> {
    private static final System.Logger LOG = System.getLogger("dev.parley.session");
    private static final VarHandle ANSWER;

    static {
        try {
            ANSWER = MethodHandles.lookup().findVarHandle(PendingReply.class, "answer", Answer.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final SessionHost host;
    /** Null until there is one. */
    private volatile @Nullable Answer<R> answer;
    /** The session waits for this one and must be woken. */
    private volatile boolean awaited;
    /** The conversation is gone. */
    private volatile boolean orphaned;
    /** Since when the session waits for this one. */
    private long awaitedSinceNanos;
    /** Of the request, while the session waits. */
    private int requestBytes;

    PendingReply(SessionHost host) {
        this.host = host;
    }

    /** A slot that is answered from the start. */
    static <R> PendingReply<R> answered(SessionHost host, Answer<R> answer) {
        PendingReply<R> slot = new PendingReply<>(host);
        slot.answer = answer;
        return slot;
    }

    @Override
    public void give(Answer<R> given) {
        if (!ANSWER.compareAndSet(this, null, given)) {
            throw new IllegalStateException("this request has been answered already");
        }
        if (orphaned) {
            lose();
        } else if (awaited) {
            host.wakeUp();
        }
    }

    /** From now on an answer wakes the session. */
    void await() {
        awaitedSinceNanos = host.nanoTime();
        awaited = true;
    }

    long awaitedSinceNanos() {
        return awaitedSinceNanos;
    }

    int requestBytes() {
        return requestBytes;
    }

    void requestBytes(int bytes) {
        requestBytes = bytes;
    }

    /** The answer, or null while there is none. */
    @Nullable
    Answer<R> answer() {
        return answer;
    }

    /** The conversation is gone: the answer, now or later, is lost. */
    void orphan() {
        orphaned = true;
        lose();
    }

    private void lose() {
        if (answer instanceof Answer.Response<R> given
                && given.delivery() != null
                && ANSWER.compareAndSet(this, given, Answer.none())) {
            try {
                given.delivery().lost();
            } catch (RuntimeException | Error e) { // on the way out of one conversation: all others go on
                LOG.log(System.Logger.Level.ERROR, "a delivery failed", e);
            }
        }
    }
}
