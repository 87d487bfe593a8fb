package dev.parley.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The place of one reply in the order of its conversation.
 *
 * <p>Whoever sets {@code answer} first has answered. Two volatile flags, each written before the other side's field is read,
 * make sure that either the session finds the answer or the answerer sees that it must wake the session. A service that
 * answers before {@code serve} returns takes the same path; it costs one compare-and-set.
 */
final class PendingReply<R> implements Reply<R> {
    enum Kind {
        RESPONSE,
        NONE,
        HANG_UP
    }

    /** What was answered. */
    record Answer<R>(
            Kind kind, @Nullable R response, @Nullable Delivery delivery) {}

    private static final Answer<?> LOST = new Answer<>(Kind.NONE, null, null);
    private static final System.Logger LOG = System.getLogger("dev.parley.session");
    private static final VarHandle ANSWER;

    static {
        try {
            ANSWER = MethodHandles.lookup().findVarHandle(PendingReply.class, "answer", Answer.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Runnable wakeup;
    /** Null until there is one. */
    private volatile @Nullable Answer<R> answer;
    /** The session waits for this one and must be woken. */
    private volatile boolean awaited;
    /** The conversation is gone. */
    private volatile boolean orphaned;

    PendingReply(Runnable wakeup) {
        this.wakeup = wakeup;
    }

    /** A slot that is answered from the start. */
    static <R> PendingReply<R> answered(Kind kind, @Nullable R response) {
        PendingReply<R> slot = new PendingReply<>(() -> {});
        slot.answer = new Answer<>(kind, response, null);
        return slot;
    }

    @Override
    public void send(R response) {
        give(new Answer<>(Kind.RESPONSE, response, null));
    }

    @Override
    public void send(R response, Delivery delivery) {
        give(new Answer<>(Kind.RESPONSE, response, delivery));
    }

    @Override
    public void none() {
        give(new Answer<>(Kind.NONE, null, null));
    }

    @Override
    public void hangUp() {
        give(new Answer<>(Kind.HANG_UP, null, null));
    }

    private void give(Answer<R> given) {
        if (!ANSWER.compareAndSet(this, null, given)) {
            throw new IllegalStateException("this request has been answered already");
        }
        if (orphaned) {
            lose();
        } else if (awaited) {
            wakeup.run();
        }
    }

    /** From now on an answer wakes the session. */
    void await() {
        awaited = true;
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
        Answer<R> given = answer;
        if (given != null && given.delivery != null && ANSWER.compareAndSet(this, given, LOST)) {
            try {
                given.delivery.lost();
            } catch (RuntimeException | Error e) { // on the way out of one conversation: all others go on
                LOG.log(System.Logger.Level.ERROR, "a delivery failed", e);
            }
        }
    }
}
