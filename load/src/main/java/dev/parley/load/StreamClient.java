package dev.parley.load;

import dev.parley.result.Counter;
import dev.parley.result.Outcome;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A client that keeps a TCP connection. One that is lost is made again, at once where it had served, else a little later; what is due
 * meanwhile waits and is counted from its planned start. What is said on the connection is its {@link Exchange}'s matter.
 */
final class StreamClient implements LoadClient {
    /** After a refusal; our own pause, which an ideal generator would not make. */
    private static final long CONNECT_AGAIN_NANOS = 50_000_000L;

    /** Makes what is said on the connection of a client. */
    interface Exchanges {
        Exchange of(StreamClient client);
    }

    private final LoopContext context;
    private final ClientRequests requests;
    private final LoadConnection connection;
    private final Exchange exchange;

    private boolean everOpen;
    private long openAgainNanos = Long.MAX_VALUE;
    /** Since when there has been no connection, as far as the server is to blame. */
    private long goneNanos;

    private long repliesAtOpen;

    StreamClient(LoopContext context, ClientRequests requests, Exchanges exchanges) {
        this.context = context;
        this.requests = requests;
        this.connection = new LoadConnection(context, requests);
        this.exchange = exchanges.of(this);
    }

    // ---- for what is said on the connection

    LoopContext context() {
        return context;
    }

    LoadConnection connection() {
        return connection;
    }

    /** Requests may be sent from now on. */
    void opened() {
        if (everOpen) {
            context.counts().add(Counter.RECONNECTED);
        }
        everOpen = true;
        repliesAtOpen = requests.replies();
        long now = context.clock.now();
        requests.free(now, goneNanos + now - connection.clock().askedNanos());
    }

    /** There is no connection. */
    void failed(Counter why) {
        long now = context.clock.now();
        if (why == Counter.REFUSED) {
            goneNanos = now; // it was not to be had until now at least; what this host lacks is not the server's doing
        }
        openAgainNanos = now + CONNECT_AGAIN_NANOS;
    }

    /** The connection is over; what was under way has this outcome. One that served is made again at once. */
    void gone(Outcome outcome) {
        close();
        long now = context.clock.now();
        exchange.abandon(now, outcome);
        goneNanos = now;
        if (context.sending && requests.replies() > repliesAtOpen) {
            open();
        } else {
            openAgainNanos = now + CONNECT_AGAIN_NANOS;
        }
    }

    // ---- for its loop

    @Override
    public void open() {
        openAgainNanos = Long.MAX_VALUE;
        connected(connection.connect(this));
    }

    private void connected(@Nullable Counter failure) {
        if (failure != null) {
            failed(failure);
        } else if (connection.isOpen()) {
            context.recorder.shookHands(
                    connection.clock().doneNanos(), connection.clock().handshakeNanos());
            exchange.connected();
        }
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen() && exchange.isReady();
    }

    @Override
    public boolean everOpen() {
        return everOpen;
    }

    @Override
    public boolean isOpening() {
        return !connection.isNone() && !isOpen();
    }

    @Override
    public ClientRequests requests() {
        return requests;
    }

    @Override
    public void begin(RunPhase phase) {
        requests.begin(phase);
        connection.clock().begin();
        goneNanos = 0;
        if (connection.isNone()) {
            openAgainNanos = CONNECT_AGAIN_NANOS;
        }
    }

    /** Without a connection an ideal generator would have waited as well. */
    @Override
    public void end(long nowNanos, Outcome owed) {
        if (!isOpen()) {
            requests.free(nowNanos, nowNanos);
        }
        requests.end(nowNanos, owed);
    }

    @Override
    public void pump() {
        exchange.pump();
    }

    @Override
    public void onReady(SelectionKey key) {
        if (key.isConnectable()) {
            connected(connection.finishConnect());
            return;
        }
        if (connection.isShakingHands()) {
            connected(connection.shakeHands());
            return;
        }
        if (key.isReadable()) {
            exchange.receive();
            while (connection.hasMore()) {
                exchange.receive();
            }
        }
        if (connection.isOpen() && key.isValid() && key.isWritable()) {
            sendRest();
        }
    }

    private void sendRest() {
        try {
            if (connection.sendsRest() && connection.sendRest()) {
                requests.free(context.clock.now(), context.poll.readyNanos());
                exchange.pump();
            }
        } catch (IOException e) {
            gone(Outcome.CLOSED);
        }
    }

    @Override
    public void sweep(long nowNanos) {
        long timeout = context.spec.replyTimeout().toNanos();
        if (exchange.isOverdue(nowNanos, timeout)) {
            gone(Outcome.LOST);
        } else if (isOpening() && nowNanos - connection.clock().askedNanos() >= timeout) {
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
