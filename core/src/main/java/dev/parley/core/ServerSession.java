package dev.parley.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one conversation over a stream: requests out of the bytes, replies in order, and a stop to reading
 * while the peer does not take its replies or the service owes too many.
 */
public final class ServerSession<Q, R> implements Session {
    private static final System.Logger LOG = System.getLogger("dev.parley.session");
    /** So much of a message, and of requests that are owed a reply, may always be kept, or no client would be served any more. */
    private static final int MOST_HELD_WHEN_CROWDED_BYTES = 4 * 1024;

    private final Peer peer;
    private final Protocol<Q, R> protocol;
    private final SessionLimits limits;
    private final int maxOwed;
    private final SessionHost host;
    private final StepBudget budget;
    private final MessageReader<Q> reader;
    private final ReplyQueue<Q, R> replies;

    private boolean inputEnded;
    private boolean draining;
    /** No further request will be served: the stream's only one was, or the peer broke the protocol. */
    private boolean lastRequestServed;

    private boolean refused;
    /** Of the message that is not there in full; counted in the memory of all. */
    private int heldBytes;
    /** Of the requests that are owed a reply; counted likewise. */
    private long owedBytes;

    private long faults;

    private ServerSession(
            Peer peer, Protocol<Q, R> protocol, ServiceFactory<Q, R> services, SessionLimits limits, SessionHost host) {
        this.peer = peer;
        this.protocol = protocol;
        this.limits = limits;
        this.maxOwed = protocol.oneAtATime() ? 1 : limits.maxPipelined();
        this.host = host;
        this.budget = new StepBudget(host);
        this.reader = new MessageReader<>(
                protocol.requestFraming(), protocol.requests(), limits.maxMessageBytes(), limits.tooLong());
        this.replies = new ReplyQueue<>(
                peer, services, new MessageWriter<>(protocol.responseFraming(), protocol.responses()), host);
    }

    /** Sessions of this protocol, each with the service opened for its peer. */
    public static <Q, R> SessionFactory factory(
            Protocol<Q, R> protocol, ServiceFactory<Q, R> services, SessionLimits limits) {
        return (peer, host) -> new ServerSession<>(peer, protocol, services, limits, host);
    }

    @Override
    public Step receive(ByteBuffer in, Outbox out) {
        if (over()) {
            in.position(in.limit());
            return step(out);
        }
        reader.offer(in);
        return pump(out);
    }

    @Override
    public Step resume(Outbox out) {
        replies.resume(out);
        return pump(out);
    }

    @Override
    public Step endOfInput(Outbox out) {
        inputEnded = true;
        pump(out); // the end may complete a message
        replies.inputEnded(out);
        return resume(out);
    }

    @Override
    public Step drain(Outbox out) {
        draining = true;
        return resume(out);
    }

    @Override
    public Step expire(Outbox out) {
        refuse(new ProtocolException.TooSlow(), out);
        return step(out);
    }

    private Step pump(Outbox out) {
        budget.begin();
        while (!over() && !congested(out)) {
            if (reader.hasMore() && budget.spent()) {
                countOwed();
                keep();
                return Step.MORE;
            }
            Q request = nextRequest(out);
            if (request == null) {
                break;
            }
            replies.serve(request, reader.messageBytes(), out);
            lastRequestServed = protocol.endsWithStream();
        }
        countOwed();
        if (!keep() && !over()) {
            refuse(new ProtocolException.NoRoom(), out);
        }
        return step(out);
    }

    /** Counts the requests whose replies are owed in the memory of all; what is answered soon, or small, does not touch that. */
    private void countOwed() {
        long owed = replies.owedBytes() > MOST_HELD_WHEN_CROWDED_BYTES ? replies.owedBytes() : 0;
        if (owed != owedBytes) {
            host.memory().take(owed - owedBytes);
            owedBytes = owed;
        }
    }

    /** Keeps what is left of the bytes; false when all conversations together keep too much for a large message to go on growing. */
    private boolean keep() {
        reader.keep();
        int held = over() ? 0 : reader.heldBytes();
        if (held == heldBytes) {
            return true;
        }
        boolean grows = held > heldBytes;
        host.memory().take(held - heldBytes);
        heldBytes = held;
        return !grows || held <= MOST_HELD_WHEN_CROWDED_BYTES || !host.memory().spent();
    }

    private @Nullable Q nextRequest(Outbox out) {
        try {
            Q request = reader.next();
            if (request == null && inputEnded) {
                lastRequestServed = true;
                request = reader.end();
            }
            if (request != null && reader.truncated()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> protocol.name() + " from " + peer.address() + ": message too long, its first "
                                + limits.maxMessageBytes() + " bytes are kept");
            }
            return request;
        } catch (ProtocolException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> protocol.name() + " from " + peer.address() + ": " + e.getMessage());
            refuse(e, out);
            return null;
        }
    }

    private void refuse(ProtocolException e, Outbox out) {
        lastRequestServed = true;
        faults++;
        R refusal = protocol.refusal().apply(e);
        refused = refusal != null;
        replies.refuse(refusal, out);
    }

    private Step step(Outbox out) {
        if (congested(out)) {
            return Step.PAUSED;
        }
        if (over() || inputEnded || draining) {
            return replies.hungUp() || replies.waitingCount() == 0 ? Step.CLOSE : Step.PAUSED;
        }
        return Step.READ;
    }

    private boolean over() {
        return lastRequestServed || replies.hungUp();
    }

    private boolean congested(Outbox out) {
        int unsent = out.unsentBytes();
        long owed = replies.owedBytes();
        return unsent > limits.maxUnsentBytes()
                || owed > limits.maxUnsentBytes()
                || replies.waitingCount() >= maxOwed
                || ((unsent > 0 || owed > MOST_HELD_WHEN_CROWDED_BYTES) && out.crowded());
    }

    @Override
    public void closed() {
        host.memory().give(heldBytes + owedBytes);
        heldBytes = 0;
        owedBytes = 0;
        replies.closed();
    }

    @Override
    public boolean midMessage() {
        return !over() && reader.midMessage();
    }

    @Override
    public boolean settled() {
        return replies.waitingCount() == 0;
    }

    @Override
    public long messages() {
        return reader.messages();
    }

    @Override
    public long owedSinceNanos() {
        return replies.awaitedSinceNanos();
    }

    @Override
    public long faults() {
        return faults;
    }

    @Override
    public Ending ending() {
        if (replies.serviceFailed()) {
            return Ending.SERVICE_FAILED;
        }
        if (faults > 0) {
            return refused ? Ending.REFUSED : Ending.PROTOCOL_FAULT;
        }
        boolean complete = endCompletesReply() ? lastRequestServed && !replies.hungUp() : !midMessage();
        return complete ? Ending.ORDERLY : Ending.INCOMPLETE;
    }

    @Override
    public boolean endCompletesReply() {
        return protocol.responseFraming().endsWithStream();
    }
}
