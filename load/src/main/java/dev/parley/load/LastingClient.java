package dev.parley.load;

import dev.parley.result.Counter;
import dev.parley.result.Outcome;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * A client that keeps a TCP connection. One that is lost is made again, at once where it had served, else a little later; what is due
 * meanwhile waits and is counted from its planned start. What is said on the connection is its subclasses' matter.
 */
abstract class LastingClient implements LoadClient {
    /** After a refusal; our own pause, which an ideal generator would not make. */
    private static final long CONNECT_AGAIN_NANOS = 50_000_000L;

    final LoopContext context;
    final ClientRequests requests;
    final LoadConnection connection;

    private boolean everOpen;
    private long openAgainNanos = Long.MAX_VALUE;
    /** Since when there has been no connection, as far as the server is to blame. */
    private long goneNanos;

    private long repliesAtOpen;

    LastingClient(LoopContext context, ClientRequests requests) {
        this.context = context;
        this.requests = requests;
        this.connection = new LoadConnection(context, requests);
    }

    /** It is connected; to call {@link #opened} when requests may be sent. */
    abstract void connected();

    /** Reads what came, and sends what may be sent then. */
    abstract void receive();

    /** The connection is over, and all that is under way on it has this outcome. */
    abstract void abandon(long nowNanos, Outcome outcome);

    /** Whether the reply that is awaited first has been for so long. */
    abstract boolean isOverdue(long nowNanos, long timeoutNanos);

    /** Requests may be sent from now on. */
    final void opened() {
        if (everOpen) {
            context.counts().add(Counter.RECONNECTED);
        }
        everOpen = true;
        repliesAtOpen = requests.replies();
        long now = context.clock.now();
        requests.free(now, goneNanos + now - connection.askedNanos());
    }

    /** There is no connection. */
    final void failed(Counter why) {
        long now = context.clock.now();
        if (why == Counter.REFUSED) {
            goneNanos = now; // it was not to be had until now at least; what this host lacks is not the server's doing
        }
        openAgainNanos = now + CONNECT_AGAIN_NANOS;
    }

    /** The connection is over; what was under way has this outcome. One that served is made again at once. */
    final void gone(Outcome outcome) {
        close();
        long now = context.clock.now();
        abandon(now, outcome);
        goneNanos = now;
        if (context.sending && requests.replies() > repliesAtOpen) {
            open();
        } else {
            openAgainNanos = now + CONNECT_AGAIN_NANOS;
        }
    }

    @Override
    public final void open() {
        openAgainNanos = Long.MAX_VALUE;
        connected(connection.connect(this));
    }

    private void connected(@Nullable Counter failure) {
        if (failure != null) {
            failed(failure);
        } else if (connection.isOpen()) {
            connected();
        }
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public final boolean everOpen() {
        return everOpen;
    }

    @Override
    public final boolean isOpening() {
        return !connection.isNone() && !isOpen();
    }

    @Override
    public final ClientRequests requests() {
        return requests;
    }

    @Override
    public final void begin(RunPhase phase) {
        requests.begin(phase);
        connection.begin();
        goneNanos = 0;
        if (connection.isNone()) {
            openAgainNanos = CONNECT_AGAIN_NANOS;
        }
    }

    /** Without a connection an ideal generator would have waited as well. */
    @Override
    public final void end(long nowNanos, Outcome owed) {
        if (!isOpen()) {
            requests.free(nowNanos, nowNanos);
        }
        requests.end(nowNanos, owed);
    }

    @Override
    public final void onReady(SelectionKey key) {
        if (key.isConnectable()) {
            connected(connection.finishConnect());
            return;
        }
        if (key.isReadable()) {
            receive();
        }
        if (connection.isOpen() && key.isValid() && key.isWritable()) {
            sendRest();
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

    @Override
    public final void sweep(long nowNanos) {
        long timeout = context.spec.replyTimeout().toNanos();
        if (isOverdue(nowNanos, timeout)) {
            gone(Outcome.LOST);
        } else if (isOpening() && nowNanos - connection.askedNanos() >= timeout) {
            failed(connection.failed(Counter.REFUSED));
        } else if (connection.isNone() && context.sending && nowNanos >= openAgainNanos) {
            open();
        }
    }

    @Override
    public final void close() {
        connection.close();
    }
}
