package dev.parley.core;

import dev.parley.core.PendingReply.Answer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The replies of one conversation, in the order of their requests. A reply given in time is written straight into the
 * outbox; one that is not there yet holds back those behind it. One thread at a time.
 */
final class ReplyQueue<Q, R> {
    private static final System.Logger LOG = System.getLogger("dev.parley.session");

    private final Peer peer;
    private final Service<Q, R> service;
    private final MessageWriter<R> writer;
    private final Runnable wakeup;
    /** Created when the first reply is not given in time: most conversations never need it. */
    private @Nullable ArrayDeque<PendingReply<R>> waiting;

    private boolean hungUp;

    ReplyQueue(Peer peer, Service<Q, R> service, MessageWriter<R> writer, Runnable wakeup) {
        this.peer = peer;
        this.service = service;
        this.writer = writer;
        this.wakeup = wakeup;
    }

    /** Hands one request to the service; its failure ends this conversation and no other. */
    void serve(Q request, Outbox out) {
        PendingReply<R> slot = new PendingReply<>(wakeup);
        try {
            service.serve(request, slot);
        } catch (RuntimeException | Error e) { // StackOverflowError and AssertionError too: they hurt one conversation
            failed(e);
            slot.orphan(); // an answer it gave, or another thread will give, is not sent
            add(PendingReply.answered(PendingReply.Kind.HANG_UP, null), out);
            return;
        }
        if (slot.answer() == null) {
            slot.await();
        }
        add(slot, out);
    }

    /** Puts a refusal in its place in the order, and the end of the conversation behind it. */
    void refuse(@Nullable R refusal, Outbox out) {
        if (refusal != null) {
            add(PendingReply.answered(PendingReply.Kind.RESPONSE, refusal), out);
        }
        add(PendingReply.answered(PendingReply.Kind.HANG_UP, null), out);
    }

    private void add(PendingReply<R> slot, Outbox out) {
        Answer<R> answer = slot.answer();
        if (answer != null && waitingCount() == 0) {
            write(slot, answer, out);
            return;
        }
        if (waiting == null) {
            waiting = new ArrayDeque<>(4);
        }
        waiting.add(slot);
    }

    /** Writes the replies that are there, up to the first that is not. */
    void writeReady(Outbox out) {
        while (waiting != null) {
            PendingReply<R> first = waiting.peek();
            Answer<R> answer = first == null ? null : first.answer();
            if (first == null || answer == null) {
                return;
            }
            waiting.remove();
            write(first, answer, out);
        }
    }

    private void write(PendingReply<R> slot, Answer<R> answer, Outbox out) {
        if (hungUp) {
            slot.orphan();
            return;
        }
        hungUp = answer.kind() == PendingReply.Kind.HANG_UP;
        R response = answer.response();
        if (response != null) {
            try {
                writer.write(response, out, answer.delivery());
            } catch (RuntimeException e) {
                failed(e);
                slot.orphan();
                hungUp = true;
            }
        }
    }

    private void failed(Throwable e) {
        LOG.log(System.Logger.Level.ERROR, () -> "service failed for " + peer.address() + ": " + LogText.of(e));
        LOG.log(System.Logger.Level.DEBUG, "where it failed", e);
    }

    /** True once the conversation must end; nothing after this is written. */
    boolean hungUp() {
        return hungUp;
    }

    /** Replies owed. */
    int waitingCount() {
        return waiting == null ? 0 : waiting.size();
    }

    /** The conversation is gone. */
    void closed() {
        if (waiting != null) {
            waiting.forEach(PendingReply::orphan);
            waiting = null;
        }
    }
}
