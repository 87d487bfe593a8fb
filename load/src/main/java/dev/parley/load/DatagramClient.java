package dev.parley.load;

import dev.parley.core.Deframer;
import dev.parley.core.ProtocolException;
import dev.parley.core.TooLong;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A client on UDP: one request in flight, given up after the timeout. Where replies tell which request they answer, one that
 * comes too late, or twice, is known for what it is; elsewhere it is taken for the reply now awaited, as it would be by any
 * client of that service.
 */
final class DatagramClient implements LoadClient {
    private static final int LONGEST_BYTES = 65_535;

    private final LoopContext context;
    private final Turns turns;
    /** What became of the last request with each message; null before there was one. */
    private final @Nullable Outcome[] last;

    private @Nullable DatagramChannel channel;

    DatagramClient(LoopContext context, Turns turns) {
        this.context = context;
        this.turns = turns;
        this.last = new Outcome[context.messages.size()];
    }

    @Override
    public void open() {
        try {
            DatagramChannel opened = DatagramChannel.open();
            channel = opened;
            opened.configureBlocking(false);
            opened.connect(context.address);
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
    public boolean isOpening() {
        return false;
    }

    @Override
    public Turns turns() {
        return turns;
    }

    @Override
    public void begin() {
        turns.free(0);
    }

    @Override
    public void pump() {
        DatagramChannel to = channel;
        if (!context.sending || to == null) {
            return;
        }
        int message = turns.take(context.clock.now());
        if (message < 0) {
            return;
        }
        ByteBuffer out = context.out.clear();
        context.messages.put(message, out);
        try {
            // A datagram the socket has no room for is lost here, as it would be a little later on the way.
            to.write(out.flip());
        } catch (PortUnreachableException e) { // told of an earlier datagram; this one has not left
            refused();
        } catch (IOException e) {
            over(Outcome.CLOSED);
        }
    }

    @Override
    public void onReady(SelectionKey key) {
        DatagramChannel from = channel;
        if (from == null || !key.isReadable()) {
            return;
        }
        try {
            while (from.read(context.in.clear()) > 0) {
                take(context.in.flip(), context.clock.now());
            }
            pump();
        } catch (PortUnreachableException e) {
            refused();
        } catch (IOException e) {
            over(Outcome.CLOSED);
        }
    }

    private void refused() {
        context.counts.add(Counter.REFUSED);
        over(Outcome.CLOSED);
    }

    private void take(ByteBuffer datagram, long now) {
        ByteBuffer reply = frame(datagram);
        if (turns.inFlight() == 0) {
            stray(reply);
        } else if (reply == null) {
            over(Outcome.MALFORMED);
        } else if (context.messages.answers(turns.awaitedMessage(), reply)) {
            last[turns.awaitedMessage()] = Outcome.REPLY;
            turns.finish(now, Outcome.REPLY);
        } else if (!stray(reply)) {
            last[turns.awaitedMessage()] = Outcome.WRONG;
            turns.finish(now, Outcome.WRONG);
        }
    }

    private @Nullable ByteBuffer frame(ByteBuffer datagram) {
        Deframer deframer = context.spec.protocol().responseFraming().newDeframer(LONGEST_BYTES, TooLong.REJECT);
        try {
            ByteBuffer reply = deframer.next(datagram);
            if (reply == null) {
                reply = deframer.end(datagram);
            }
            return datagram.hasRemaining() ? null : reply;
        } catch (ProtocolException e) {
            return null;
        }
    }

    /** Counts a reply that belongs to an earlier request; false when it belongs to none. */
    private boolean stray(@Nullable ByteBuffer reply) {
        if (reply != null && context.messages.repliesDiffer()) {
            for (int message = 0; message < last.length; message++) {
                Outcome outcome = last[message];
                if (outcome != null && context.messages.answers(message, reply)) {
                    context.counts.add(outcome == Outcome.REPLY ? Counter.DUPLICATE : Counter.LATE);
                    return true;
                }
            }
        }
        if (turns.inFlight() == 0) {
            context.counts.add(Counter.UNEXPECTED);
        }
        return false;
    }

    private void over(Outcome outcome) {
        if (turns.inFlight() > 0) {
            last[turns.awaitedMessage()] = outcome;
            turns.finish(context.clock.now(), outcome);
        }
    }

    @Override
    public void sweep(long nowNanos) {
        if (turns.inFlight() > 0
                && nowNanos - turns.awaitedSinceNanos()
                        >= context.spec.replyTimeout().toNanos()) {
            over(Outcome.LOST);
        }
        // Also after "nobody listens": then nothing else would make a closed loop go on, and this is often enough.
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
                context.counts.add(Counter.REFUSED); // it is over either way
            }
        }
    }
}
