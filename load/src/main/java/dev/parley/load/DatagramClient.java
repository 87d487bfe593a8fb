package dev.parley.load;

import dev.parley.core.ClientSession;
import dev.parley.core.ProtocolException;
import dev.parley.result.Counter;
import dev.parley.result.Outcome;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A client on UDP: up to {@code depth} requests in flight, each given up after the timeout, while others go on.
 * {@link ReplyCorrelator} finds the request a reply belongs to.
 */
final class DatagramClient implements LoadClient {
    /** Linux grants what net.core.rmem_max allows of it. */
    private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

    private static final int LONGEST_BYTES = 65_535;

    private final LoopContext context;
    private final ClientRequests requests;
    private final ReplyCorrelator correlator;
    private final ReorderingAndJitter reordering = new ReorderingAndJitter();
    private final ClientSession<byte[], ByteBuffer> session;
    private @Nullable DatagramChannel channel;

    DatagramClient(LoopContext context, ClientRequests requests) {
        this.context = context;
        this.requests = requests;
        this.correlator = new ReplyCorrelator(context.pool, requests);
        this.session = ClientSession.datagrams(Frames.viewed(context.spec.protocol()), LONGEST_BYTES);
    }

    @Override
    public void open() {
        try {
            DatagramChannel opened = DatagramChannel.open();
            channel = opened;
            opened.configureBlocking(false);
            opened.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            opened.connect(context.servers.ofClient(requests.client()).address());
            opened.register(context.selector, SelectionKey.OP_READ, this);
        } catch (IOException e) {
            close();
        }
    }

    @Override
    public boolean isOpen() {
        return channel != null;
    }

    @Override
    public boolean everOpen() {
        return isOpen();
    }

    @Override
    public boolean isOpening() {
        return false;
    }

    @Override
    public ClientRequests requests() {
        return requests;
    }

    @Override
    public OptionalDouble jitterNanos() {
        return reordering.jitterNanos();
    }

    @Override
    public void begin(RunPhase phase) {
        requests.begin(phase);
    }

    @Override
    public void pump() {
        DatagramChannel to = channel;
        if (!context.sending || to == null) {
            return;
        }
        for (int slot = requests.take(context.clock.now()); slot >= 0; slot = requests.take(context.clock.now())) {
            ByteBuffer out = context.out.clear();
            context.pool.put(requests.message(slot), requests.number(slot), out);
            try {
                // A datagram the socket has no room for is lost here, as it would be a little later on the way.
                context.recorder.bytesSent(to.write(out.flip()));
            } catch (PortUnreachableException e) { // about an earlier datagram; this one has not left
                context.counts().add(Counter.REFUSED);
                over(slot, Outcome.CLOSED);
                return; // the sweep goes on: a closed loop must not spin here
            } catch (IOException e) {
                over(slot, Outcome.CLOSED);
                return;
            }
        }
    }

    @Override
    public void onReady(SelectionKey key) {
        DatagramChannel from = channel;
        if (from == null || !key.isReadable()) {
            return;
        }
        try {
            boolean mayHaveMore = true;
            while (mayHaveMore && from.read(context.in.clear()) > 0) {
                context.poll.wasRead();
                context.recorder.bytesReceived(context.in.position(), context.poll.readyNanos());
                take(context.in.flip());
                context.poll.found(); // the next one may have come since
                mayHaveMore = requests.inFlight() > 0; // a look that finds nothing would delay the next request
            }
            pump();
        } catch (PortUnreachableException e) {
            context.counts().add(Counter.REFUSED);
            over(requests.oldest(), Outcome.CLOSED);
        } catch (IOException e) {
            over(requests.oldest(), Outcome.CLOSED);
        }
    }

    private void take(ByteBuffer datagram) {
        ByteBuffer reply = reply(datagram);
        if (reply == null) {
            if (requests.oldest() < 0) {
                context.counts().add(Counter.UNEXPECTED);
            }
            over(requests.oldest(), Outcome.MALFORMED);
            return;
        }
        int slot = correlator.owner(reply);
        if (slot < 0) {
            return;
        }
        if (!context.pool.answers(requests.message(slot), requests.number(slot), reply)) {
            answered(slot, Outcome.WRONG);
            return;
        }
        if (reordering.add(requests.number(slot), context.poll.readyNanos() - requests.sentNanos(slot))) {
            context.counts().add(Counter.REORDERED);
        }
        answered(slot, Outcome.REPLY);
    }

    /** The reply in a datagram, or null where it is malformed. */
    private @Nullable ByteBuffer reply(ByteBuffer datagram) {
        session.receive(datagram);
        try {
            return session.next();
        } catch (ProtocolException e) {
            return null;
        }
    }

    private void answered(int slot, Outcome outcome) {
        correlator.remember(slot, outcome);
        long done = Math.max(context.poll.readyNanos(), requests.sentNanos(slot));
        requests.finish(slot, done, context.poll.unreadNanos(requests.sentNanos(slot)), outcome);
    }

    /** A request in flight is over, without a reply; nothing where there is none. */
    private void over(int slot, Outcome outcome) {
        if (slot >= 0) {
            correlator.remember(slot, outcome);
            requests.finish(slot, context.clock.now(), outcome);
        }
    }

    /** The port it sends from, or 0. */
    int localPort() {
        DatagramChannel of = channel;
        return of == null ? 0 : of.socket().getLocalPort();
    }

    @Override
    public void sweep(long nowNanos) {
        long timeout = context.spec.replyTimeout().toNanos();
        for (int slot = requests.oldest(); slot >= 0 && nowNanos - requests.sentNanos(slot) >= timeout; ) {
            over(slot, Outcome.LOST);
            slot = requests.oldest();
        }
        // Also after "port unreachable": then nothing else would make a closed loop go on, and this is often enough.
        pump();
    }

    @Override
    public void close() {
        DatagramChannel closing = channel;
        channel = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (IOException e) {
                context.counts().add(Counter.REFUSED); // it is over either way
            }
        }
    }
}
