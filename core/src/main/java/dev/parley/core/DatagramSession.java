package dev.parley.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one conversation over datagrams. A datagram holds exactly one frame of the protocol's framing;
 * anything else is dropped. A fault is no end here: the next datagram may be good.
 */
public final class DatagramSession<Q, R> implements Session {
    private static final System.Logger LOG = System.getLogger("dev.parley.session");

    private final Peer peer;
    private final Protocol<Q, R> protocol;
    private final Limits limits;
    private final ServiceFactory<Q, R> services;
    private final Runnable wakeup;
    private final DatagramDeframer deframer;
    private ReplyQueue<Q, R> replies;
    private long messages;
    /** Datagrams that were not one good message. */
    private long dropped;

    private DatagramSession(
            Peer peer, Protocol<Q, R> protocol, ServiceFactory<Q, R> services, Limits limits, Runnable wakeup) {
        this.peer = peer;
        this.protocol = protocol;
        this.limits = limits;
        this.services = services;
        this.wakeup = wakeup;
        this.deframer = new DatagramDeframer(protocol.requestFraming(), limits.maxMessageBytes(), limits.tooLong());
        this.replies = newReplies();
    }

    /** Sessions of this protocol, each with the service opened for its peer. */
    public static <Q, R> SessionFactory factory(Protocol<Q, R> protocol, ServiceFactory<Q, R> services, Limits limits) {
        return (peer, wakeup) -> new DatagramSession<>(peer, protocol, services, limits, wakeup);
    }

    private ReplyQueue<Q, R> newReplies() {
        return new ReplyQueue<>(
                peer,
                services.open(peer),
                new MessageWriter<>(protocol.responseFraming(), protocol.responses()),
                wakeup);
    }

    /** @param in one whole datagram */
    @Override
    public Step receive(ByteBuffer in, Outbox out) {
        Q request = decode(in);
        in.position(in.limit());
        if (request != null && replies.waitingCount() < limits.maxPipelined()) {
            messages++;
            replies.serve(request, out);
        }
        return resume(out);
    }

    private @Nullable Q decode(ByteBuffer in) {
        try {
            ByteBuffer frame = deframer.frame(in);
            if (deframer.truncated()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> protocol.name() + " from " + peer.address() + ": message too long, its first "
                                + limits.maxMessageBytes() + " bytes are kept");
            }
            return protocol.requests().decode(frame);
        } catch (ProtocolException e) {
            dropped++;
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> protocol.name() + " from " + peer.address() + ", datagram dropped (" + dropped + " so far): "
                            + e.getMessage());
            return null;
        }
    }

    @Override
    public Step resume(Outbox out) {
        replies.writeReady(out);
        if (replies.hungUp()) { // this conversation's state may be broken: the next datagram starts a new one
            replies.closed();
            replies = newReplies();
        }
        return Step.READ;
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
    public void closed() {
        replies.closed();
    }

    @Override
    public boolean midMessage() {
        return false;
    }

    @Override
    public boolean settled() {
        return replies.waitingCount() == 0;
    }

    @Override
    public long messages() {
        return messages;
    }
}
