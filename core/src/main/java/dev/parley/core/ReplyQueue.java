package dev.parley.core;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The service of one conversation and its replies, in the order of their requests. A reply given in time is written straight
 * into the outbox; one that is not there yet holds back those behind it. One thread at a time.
 */
final class ReplyQueue<Q, R> {
    private static final System.Logger LOG = System.getLogger("dev.parley.session");

    private final SessionHost host;
    private final ScheduledTasks tasks;
    private final Service<Q, R> service;
    private final MessageWriter<R> writer;
    /** Created when the first reply is not given in time: most conversations never need it. */
    private @Nullable ArrayDeque<PendingReply<R>> waiting;
    /** Of the requests of those that wait. */
    private long owedBytes;

    private boolean hungUp;
    private boolean serviceFailed;
    private boolean closed;

    ReplyQueue(Peer peer, ServiceFactory<Q, R> services, MessageWriter<R> writer, SessionHost host) {
        this.host = host;
        this.tasks = new ScheduledTasks(peer, host);
        this.service = services.open(tasks);
        this.writer = writer;
    }

    /**
     * Hands one request to the service; its failure ends this conversation and no other.
     *
     * @param bytes what the request takes in memory, about
     */
    void serve(Q request, int bytes, Outbox out) {
        PendingReply<R> slot = new PendingReply<>(host);
        try {
            service.serve(request, slot);
        } catch (RuntimeException | Error e) { // StackOverflowError and AssertionError too: they hurt one conversation
            slot.orphan(); // an answer it gave, or another thread will give, is not sent
            failed(e, out);
            return;
        }
        if (slot.answer() == null) {
            slot.await();
        }
        slot.requestBytes(bytes);
        add(slot, out);
    }

    /** Notifies the service that no further request will arrive. */
    void inputEnded(Outbox out) {
        try {
            service.inputEnded();
        } catch (RuntimeException | Error e) {
            failed(e, out);
        }
    }

    /** Runs what the service has put off and is due, then writes the replies that are there. */
    void resume(Outbox out) {
        if (!hungUp) {
            try {
                tasks.runDue();
            } catch (RuntimeException | Error e) {
                writeReady(out);
                failed(e);
                hungUp = true; // at once: the task may be what would have answered the first of those that wait
                orphanWaiting();
            }
        }
        writeReady(out);
    }

    /** Puts a refusal in its place in the order, and the end of the conversation behind it. */
    void refuse(@Nullable R refusal, Outbox out) {
        if (refusal != null) {
            add(PendingReply.answered(host, new Answer.Response<>(refusal, null)), out);
        }
        add(PendingReply.answered(host, Answer.hangUp()), out);
    }

    private void failed(Throwable e, Outbox out) {
        failed(e);
        refuse(null, out);
    }

    private void failed(Throwable e) {
        serviceFailed = true;
        LOG.log(
                System.Logger.Level.ERROR,
                () -> "service failed for " + tasks.peer().address() + ": " + PrintableText.of(e));
        LOG.log(System.Logger.Level.DEBUG, "where it failed", e);
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
        owedBytes += slot.requestBytes();
    }

    private void writeReady(Outbox out) {
        while (waiting != null) {
            PendingReply<R> first = waiting.peek();
            Answer<R> answer = first == null ? null : first.answer();
            if (first == null || answer == null) {
                return;
            }
            waiting.remove();
            owedBytes -= first.requestBytes();
            write(first, answer, out);
        }
    }

    private void write(PendingReply<R> slot, Answer<R> answer, Outbox out) {
        if (hungUp) {
            slot.orphan();
            return;
        }
        switch (answer) {
            case Answer.Response<R> given -> {
                try {
                    writer.write(given.response(), out, given.delivery());
                } catch (RuntimeException e) {
                    slot.orphan();
                    failed(e);
                    hungUp = true;
                }
            }
            case Answer.None<R> none -> {}
            case Answer.HangUp<R> hangUp -> hungUp = true;
        }
    }

    /** True once the conversation must end; nothing after this is written. */
    boolean hungUp() {
        return hungUp;
    }

    boolean serviceFailed() {
        return serviceFailed;
    }

    /** Replies owed. */
    int waitingCount() {
        return waiting == null ? 0 : waiting.size();
    }

    /** What the requests take that are owed a reply, or whose reply waits behind one that is. */
    long owedBytes() {
        return owedBytes;
    }

    /** Since when the first of the replies owed is waited for; meaningless when none is. */
    long awaitedSinceNanos() {
        PendingReply<R> first = waiting == null ? null : waiting.peek();
        return first == null ? 0 : first.awaitedSinceNanos();
    }

    /** The conversation is gone. Idempotent. */
    void closed() {
        if (closed) {
            return;
        }
        closed = true;
        tasks.drop();
        orphanWaiting();
        try {
            service.ended();
        } catch (RuntimeException | Error e) { // on the way out of one conversation: all others go on
            failed(e);
        }
    }

    private void orphanWaiting() {
        if (waiting != null) {
            waiting.forEach(PendingReply::orphan);
            waiting = null;
            owedBytes = 0;
        }
    }
}
