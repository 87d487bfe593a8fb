package dev.parley.core;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one conversation over datagrams. A datagram holds exactly one frame of the protocol's framing;
 * anything else is dropped. A fault does not end the conversation: the next datagram may be good.
 */
public final class DatagramSession<Q, R> implements Session {
    private static final System.Logger LOG = System.getLogger("dev.parley.session");

    private final Peer peer;
    private final Protocol<Q, R> protocol;
    private final SessionLimits limits;
    private final ServiceFactory<Q, R> services;
    private final SessionHost host;
    private final DatagramDeframer deframer;
    private ReplyQueue<Q, R> replies;
    /** Requests that wait until those before them are answered, where the protocol serves one at a time. */
    private final ArrayDeque<Q> waiting = new ArrayDeque<>(0);

    private long messages;
    /** Datagrams that were not one good message. */
    private long faults;

    private boolean serviceFailed;

    private DatagramSession(
            Peer peer, Protocol<Q, R> protocol, ServiceFactory<Q, R> services, SessionLimits limits, SessionHost host) {
        this.peer = peer;
        this.protocol = protocol;
        this.limits = limits;
        this.services = services;
        this.host = host;
        this.deframer = new DatagramDeframer(protocol.requestFraming(), limits.maxMessageBytes(), limits.tooLong());
        this.replies = newReplies();
    }

    /** Sessions of this protocol, each with the service opened for its peer. */
    public static <Q, R> SessionFactory factory(
            Protocol<Q, R> protocol, ServiceFactory<Q, R> services, SessionLimits limits) {
        return (peer, host) -> new DatagramSession<>(peer, protocol, services, limits, host);
    }

    private ReplyQueue<Q, R> newReplies() {
        return new ReplyQueue<>(
                peer, services, new MessageWriter<>(protocol.responseFraming(), protocol.responses()), host);
    }

    /** @param in one whole datagram */
    @Override
    public Step receive(ByteBuffer in, Outbox out) {
        Q request = decode(in);
        in.position(in.limit());
        if (request != null && replies.waitingCount() + waiting.size() < limits.maxPipelined()) {
            messages++;
            if (mayServe()) {
                replies.serve(request, 0, out); // datagrams are bounded by their number
            } else {
                waiting.add(request);
            }
        }
        return resume(out);
    }

    private boolean mayServe() {
        return !protocol.oneAtATime() || replies.waitingCount() == 0;
    }

    private @Nullable Q decode(ByteBuffer in) {
        try {
            ByteBuffer frame = deframer.frame(in);
            boolean truncated = deframer.truncated();
            if (truncated) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> protocol.name() + " from " + peer.address() + ": message too long, its first "
                                + limits.maxMessageBytes() + " bytes are kept");
            }
            Codec<Q> codec = protocol.requests();
            return truncated ? codec.decodeTruncated(frame) : codec.decode(frame);
        } catch (ProtocolException e) {
            faults++;
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> protocol.name() + " from " + peer.address() + ", datagram dropped (" + faults + " so far): "
                            + e.getMessage());
            return null;
        }
    }

    @Override
    public Step resume(Outbox out) {
        replies.resume(out);
        renewIfHungUp();
        while (!waiting.isEmpty() && mayServe()) {
            replies.serve(waiting.remove(), 0, out);
            renewIfHungUp();
        }
        return Step.READ;
    }

    /** This conversation's state may be broken: the next datagram starts a new one. */
    private void renewIfHungUp() {
        if (replies.hungUp()) {
            serviceFailed |= replies.serviceFailed();
            replies.closed();
            replies = newReplies();
        }
    }

    @Override
    public Step endOfInput(Outbox out) {
        return drain(out);
    }

    @Override
    public Step drain(Outbox out) {
        resume(out);
        return settled() ? Step.CLOSE : Step.PAUSED;
    }

    @Override
    public Step expire(Outbox out) {
        return Step.CLOSE;
    }

    @Override
    public void closed() {
        replies.closed();
    }

    @Override
    public boolean midMessage() {
        return false;
    }

    @Override
    public boolean settled() {
        return replies.waitingCount() == 0 && waiting.isEmpty();
    }

    @Override
    public long owedSinceNanos() {
        return replies.awaitedSinceNanos();
    }

    @Override
    public long messages() {
        return messages;
    }

    @Override
    public long faults() {
        return faults;
    }

    @Override
    public Ending ending() {
        return serviceFailed ? Ending.SERVICE_FAILED : Ending.ORDERLY;
    }

    @Override
    public boolean endCompletesReply() {
        return false;
    }
}
