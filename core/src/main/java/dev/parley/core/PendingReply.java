package dev.parley.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The place of one reply in the order of its conversation.
 *
 * <p>Whoever claims {@code state} first has answered; the answer is published by its second change. Two volatile flags,
 * each written before the other side's state is read, make sure that either the session finds the answer or the answerer
 * sees that it must wake the session. A service that answers before {@code serve} returns takes the same path: one
 * uncontended compare-and-set is little beside a system call, and a second answer from elsewhere cannot slip in.
 */
final class PendingReply<R> implements Reply<R> {
    enum Kind {
        UNANSWERED,
        RESPONSE,
        NONE,
        HANG_UP
    }

    private static final int OPEN = 0;
    private static final int CLAIMED = 1;
    private static final int ANSWERED = 2;
    private static final int TAKEN = 3;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(PendingReply.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Runnable wakeup;
    private Kind kind = Kind.UNANSWERED;
    private @Nullable R response;
    private @Nullable Delivery delivery;

    @SuppressWarnings("UnusedVariable") // through STATE
    private volatile int state = OPEN;

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
        slot.kind = kind;
        slot.response = response;
        slot.state = ANSWERED;
        return slot;
    }

    @Override
    public void send(R response) {
        answer(Kind.RESPONSE, response, null);
    }

    @Override
    public void send(R response, Delivery delivery) {
        answer(Kind.RESPONSE, response, delivery);
    }

    @Override
    public void none() {
        answer(Kind.NONE, null, null);
    }

    @Override
    public void hangUp() {
        answer(Kind.HANG_UP, null, null);
    }

    private void answer(Kind answer, @Nullable R value, @Nullable Delivery fate) {
        if (!STATE.compareAndSet(this, OPEN, CLAIMED)) {
            throw new IllegalStateException("this request has been answered already");
        }
        response = value;
        delivery = fate;
        kind = answer;
        state = ANSWERED;
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

    boolean isAnswered() {
        return state == ANSWERED;
    }

    /** The conversation is gone: the answer, now or later, is lost. */
    void orphan() {
        orphaned = true;
        if (isAnswered()) {
            lose();
        }
    }

    private void lose() {
        if (STATE.compareAndSet(this, ANSWERED, TAKEN) && delivery != null) {
            delivery.lost();
        }
    }

    Kind kind() {
        return kind;
    }

    R response() {
        if (response == null) {
            throw new IllegalStateException("no response");
        }
        return response;
    }

    @Nullable
    Delivery delivery() {
        return delivery;
    }
}
