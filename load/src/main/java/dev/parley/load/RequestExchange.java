package dev.parley.load;

import dev.parley.core.ClientSession;
import dev.parley.core.ProtocolException;
import dev.parley.result.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Requests and replies on a TCP connection. Replies belong to requests in order, so one that does not come in time takes the connection
 * with it: the replies after it could no longer be matched.
 */
final class RequestExchange implements Exchange {
    private final StreamClient client;
    private final LoopContext context;
    private final ClientRequests requests;
    private final LoadConnection connection;

    RequestExchange(StreamClient client) {
        this.client = client;
        this.context = client.context();
        this.requests = client.requests();
        this.connection = client.connection();
    }

    @Override
    public void connected() {
        client.opened();
        pump();
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
                client.gone(Outcome.CLOSED);
            }
        }
    }

    @Override
    public void receive() {
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
            client.gone(Outcome.MALFORMED);
        } catch (IOException e) {
            client.gone(Outcome.CLOSED);
        }
        pump();
    }

    private void ended(ClientSession<byte[], ByteBuffer> replies) throws ProtocolException {
        replies.endOfInput();
        ByteBuffer last = replies.next();
        if (last != null && connection.isLastReply(last) && requests.inFlight() > 0) {
            connection.take(last);
        }
        client.gone(Outcome.CLOSED);
    }

    @Override
    public void abandon(long nowNanos, Outcome outcome) {
        requests.finishAll(nowNanos, outcome);
    }

    @Override
    public boolean isOverdue(long nowNanos, long timeoutNanos) {
        return requests.inFlight() > 0 && nowNanos - requests.sentNanos(requests.oldest()) >= timeoutNanos;
    }
}
