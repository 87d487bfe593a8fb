package dev.parley.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The place of one reply in the order of its conversation.
 *
 * <p>The common case is a service that answers before {@code serve} returns. Then everything happens on one thread, and
 * plain fields do: {@code servingThread} is this slot's own, so another thread can never see itself in it. Otherwise the
 * answer is published through {@code state}, and two volatile flags, each written before the other is read, make sure
 * that either the session finds the answer or the answerer sees that it must wake the session.
 */
final class PendingReply<R> implements Reply<R> {
    enum Kind {
        UNANSWERED,
        RESPONSE,
        NONE,
        HANG_UP
    }

    private static final System.Logger LOG = System.getLogger("dev.parley.session");
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
    /** The id of the thread that is in {@code serve}; 0 afterwards. */
    private long servingThread = Thread.currentThread().threadId();

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
        boolean direct = servingThread == Thread.currentThread().threadId();
        if (direct ? kind != Kind.UNANSWERED : !STATE.compareAndSet(this, OPEN, CLAIMED)) {
            throw new IllegalStateException("this request has been answered already");
        }
        response = value;
        delivery = fate;
        kind = answer;
        if (!direct) {
            state = ANSWERED;
            if (orphaned) {
                lose();
            } else if (awaited) {
                wakeup.run();
            }
        }
    }

    /** The service has returned. True when it answered before that. */
    boolean served() {
        servingThread = 0;
        if (kind != Kind.UNANSWERED) {
            state = ANSWERED;
            return true;
        }
        return false;
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
            try {
                delivery.lost();
            } catch (RuntimeException | Error e) { // on the way out of one conversation: all others go on
                LOG.log(System.Logger.Level.ERROR, "a delivery failed", e);
            }
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
