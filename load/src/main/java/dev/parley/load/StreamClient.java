package dev.parley.load;

import dev.parley.core.ClientSession;
import dev.parley.core.ProtocolException;
import dev.parley.result.Counter;
import dev.parley.result.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/**
 * A client on a TCP connection. Replies belong to requests in order, so one that does not come in time takes the connection
 * with it: the replies after it could no longer be matched. A lost connection is made again, at once where it had served,
 * else a little later; what is due meanwhile waits and is counted from its planned start.
 */
final class StreamClient implements LoadClient {
    /** After a refusal; our own pause, which an ideal generator would not make. */
    private static final long CONNECT_AGAIN_NANOS = 50_000_000L;

    private final LoopContext context;
    private final ClientRequests requests;
    private final LoadConnection connection;
    private boolean everConnected;
    private long openAgainNanos = Long.MAX_VALUE;
    /** Since when there has been no connection, as far as the server is to blame. */
    private long goneNanos;

    private long repliesAtOpen;

    StreamClient(LoopContext context, ClientRequests requests) {
        this.context = context;
        this.requests = requests;
        this.connection = new LoadConnection(context, requests);
    }

    @Override
    public void open() {
        openAgainNanos = Long.MAX_VALUE;
        Counter why = connection.connect(this);
        if (why != null) {
            failed(why);
        } else if (connection.isOpen()) {
            ready();
        }
    }

    private void ready() {
        if (everConnected) {
            context.counts().add(Counter.RECONNECTED);
        }
        everConnected = true;
        repliesAtOpen = requests.replies();
        long now = context.clock.now();
        requests.free(now, goneNanos + now - connection.askedNanos());
        pump();
    }

    private void failed(Counter why) {
        long now = context.clock.now();
        if (why == Counter.REFUSED) {
            goneNanos = now; // it was not to be had until now at least; what this host lacks is not the server's doing
        }
        openAgainNanos = now + CONNECT_AGAIN_NANOS;
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public boolean everOpen() {
        return everConnected;
    }

    @Override
    public boolean isOpening() {
        return connection.isOpening();
    }

    @Override
    public ClientRequests requests() {
        return requests;
    }

    @Override
    public void begin(RunPhase phase) {
        requests.begin(phase);
        connection.begin();
        goneNanos = 0;
        if (connection.isNone()) {
            openAgainNanos = CONNECT_AGAIN_NANOS;
        }
    }

    /** Without a connection an ideal generator would have waited as well. */
    @Override
    public void end(long nowNanos, Outcome owed) {
        if (!connection.isOpen()) {
            requests.free(nowNanos, nowNanos);
        }
        requests.end(nowNanos, owed);
    }

    @Override
    public void pump() {
        if (!context.sending || !connection.isOpen() || connection.sendsRest()) {
            return;
        }
        ByteBuffer out = context.out.clear();
        long now = context.clock.now();
        int slot = requests.take(now);
        while (slot >= 0) {
            context.pool.put(requests.message(slot), requests.number(slot), out);
            // A stamp is taken before the bytes leave; a full staging buffer leaves, and the next has a stamp of its
            // own.
            boolean more = out.remaining() >= context.pool.largestBytes();
            slot = more ? requests.take(now) : -1;
        }
        if (out.position() > 0) {
            try {
                connection.send(out.flip());
            } catch (IOException e) {
                gone(Outcome.CLOSED);
            }
        }
    }

    @Override
    public void onReady(SelectionKey key) {
        if (key.isConnectable()) {
            finishConnect();
            return;
        }
        if (key.isReadable()) {
            receive();
        }
        if (connection.isOpen() && key.isValid() && key.isWritable()) {
            sendRest();
        }
    }

    private void finishConnect() {
        Counter why = connection.finishConnect();
        if (why != null) {
            failed(why);
        } else if (connection.isOpen()) {
            ready();
        }
    }

    private void sendRest() {
        try {
            if (connection.sendsRest() && connection.sendRest()) {
                requests.free(context.clock.now(), context.poll.readyNanos());
                pump();
            }
        } catch (IOException e) {
            gone(Outcome.CLOSED);
        }
    }

    private void receive() {
        try {
            ClientSession<byte[], ByteBuffer> replies = connection.replies();
            if (connection.read() < 0) {
                ended(replies);
                return;
            }
            replies.receive(context.in);
            for (ByteBuffer reply = replies.next(); reply != null; reply = replies.next()) {
                connection.take(reply);
            }
        } catch (ProtocolException e) {
            gone(Outcome.MALFORMED);
        } catch (IOException e) {
            gone(Outcome.CLOSED);
        }
        pump();
    }

    private void ended(ClientSession<byte[], ByteBuffer> replies) throws ProtocolException {
        replies.endOfInput();
        ByteBuffer last = replies.next();
        if (last != null && connection.isLastReply(last) && requests.inFlight() > 0) {
            connection.take(last);
        }
        gone(Outcome.CLOSED);
    }

    /** The connection is over; what was in flight has this outcome. One that served is made again at once. */
    private void gone(Outcome outcome) {
        close();
        long now = context.clock.now();
        requests.finishAll(now, outcome);
        goneNanos = now;
        if (context.sending && requests.replies() > repliesAtOpen) {
            open();
        } else {
            openAgainNanos = now + CONNECT_AGAIN_NANOS;
        }
    }

    @Override
    public void sweep(long nowNanos) {
        long timeout = context.spec.replyTimeout().toNanos();
        if (requests.inFlight() > 0 && nowNanos - requests.sentNanos(requests.oldest()) >= timeout) {
            gone(Outcome.LOST);
        } else if (isOpening() && nowNanos - connection.askedNanos() >= timeout) {
            failed(connection.failed(Counter.REFUSED));
        } else if (connection.isNone() && context.sending && nowNanos >= openAgainNanos) {
            open();
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
