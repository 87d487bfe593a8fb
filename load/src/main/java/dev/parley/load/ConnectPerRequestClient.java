package dev.parley.load;

import dev.parley.core.ClientSession;
import dev.parley.core.ProtocolException;
import dev.parley.result.Counter;
import dev.parley.result.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A client that connects for each request: one under way at a time. It closes the connection when it has the reply, as most clients of
 * such services do, so the ports of closed connections stay taken on this side for a while.
 *
 * <pre>
 *   due --> connect() ... [TLS handshake ...] established --> sent ... reply --> close
 *           |               |-- handshake --|                |-- service --|
 *           |----------- connect -----------|                              |
 *   |----------------------------- response -------------------------------|
 * </pre>
 */
final class ConnectPerRequestClient implements LoadClient {
    private final LoopContext context;
    private final ClientRequests requests;
    private final LoadConnection connection;
    private boolean everConnected;

    ConnectPerRequestClient(LoopContext context, ClientRequests requests) {
        this.context = context;
        this.requests = requests;
        this.connection = new LoadConnection(context, requests);
    }

    /** Before the run this only finds out whether there is a server. */
    @Override
    public void open() {
        if (connection.connect(this) != null) {
            over(Outcome.CLOSED);
        } else if (connection.isOpen()) {
            established();
        }
    }

    private void established() {
        everConnected = true;
        int slot = requests.oldest();
        if (slot < 0) { // before the run
            return;
        }
        ConnectClock took = connection.clock();
        requests.connected(slot, took.connectNanos(), took.ownNanos(), context.clock.now());
        context.recorder.shookHands(requests.intendedNanos(slot), took.handshakeNanos());
        ByteBuffer out = context.out.clear();
        context.pool.put(requests.message(slot), requests.number(slot), out);
        try {
            connection.send(out.flip());
        } catch (IOException e) {
            over(Outcome.CLOSED);
        }
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
        connection.close();
        requests.begin(phase);
    }

    @Override
    public void pump() {
        if (context.sending && connection.isNone() && requests.take(context.clock.now()) >= 0) {
            open();
        }
    }

    @Override
    public void onReady(SelectionKey key) {
        if (key.isConnectable()) {
            opened(connection.finishConnect());
            pump();
            return;
        }
        if (connection.isShakingHands()) {
            opened(connection.shakeHands());
            pump();
            return;
        }
        if (key.isReadable()) {
            receive();
            while (connection.hasMore()) {
                receive();
            }
            pump();
        }
        if (key.isValid() && key.isWritable()) {
            sendRest();
        }
    }

    private void opened(@Nullable Counter failure) {
        if (failure != null) {
            over(Outcome.CLOSED);
        } else if (connection.isOpen()) {
            established();
        }
    }

    private void sendRest() {
        try {
            connection.sendRest();
        } catch (IOException e) {
            over(Outcome.CLOSED);
        }
    }

    private void receive() {
        try {
            ClientSession<byte[], ByteBuffer> replies = connection.replies();
            boolean ended = connection.read() < 0;
            if (ended) {
                replies.endOfInput();
            } else {
                replies.receive(context.in);
            }
            ByteBuffer reply = replies.next();
            if (reply != null && (!ended || connection.isLastReply(reply))) {
                connection.take(reply);
                connection.close();
            } else if (ended) {
                over(Outcome.CLOSED);
            }
        } catch (ProtocolException e) {
            over(Outcome.MALFORMED);
        } catch (IOException e) {
            over(Outcome.CLOSED);
        }
    }

    /** Without a reply. */
    private void over(Outcome outcome) {
        connection.close();
        requests.finishAll(context.clock.now(), outcome);
    }

    @Override
    public void sweep(long nowNanos) {
        long timeout = context.spec.replyTimeout().toNanos();
        if (requests.inFlight() > 0 && nowNanos - requests.sentNanos(requests.oldest()) >= timeout) {
            over(Outcome.LOST);
        } else if (requests.inFlight() == 0
                && isOpening()
                && nowNanos - connection.clock().askedNanos() >= timeout) {
            connection.failed(Counter.REFUSED);
        }
        pump();
    }

    @Override
    public void close() {
        connection.close();
    }
}
