package dev.parley.load;

import dev.parley.core.ClientSession;
import dev.parley.core.ProtocolException;
import dev.parley.result.Counter;
import dev.parley.result.Outcome;
import java.io.IOException;
import java.net.BindException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A client that connects for each request: one under way at a time. It closes the connection when it has the reply, as most clients of
 * such services do, so the ports of closed connections stay taken on this side for a while.
 *
 * <pre>
 *   due --> connect() ... established --> sent ... reply --> close
 *           |---- connect ----|           |-- service --|
 *   |------------------- response ----------------------|
 * </pre>
 */
final class ConnectPerRequestClient implements LoadClient {
    private static final String NO_PORT_LEFT = "Cannot assign requested address";

    private final LoopContext context;
    private final ClientRequests requests;
    private final boolean messagePerConnection;
    private @Nullable SocketChannel channel;
    private @Nullable ClientSession<byte[], ByteBuffer> session;
    /** What the socket did not take yet. */
    private @Nullable ByteBuffer unsent;

    private boolean connected;
    private boolean everConnected;
    private long openedNanos;

    ConnectPerRequestClient(LoopContext context, ClientRequests requests) {
        this.context = context;
        this.requests = requests;
        this.messagePerConnection = context.spec.protocol().requestFraming().endsWithStream();
    }

    /** Before the run this only finds out whether there is a server. */
    @Override
    public void open() {
        SocketChannel opened;
        try {
            opened = SocketChannel.open();
        } catch (IOException e) { // our own limit of open files, or the host's
            failed(Counter.NO_SOCKET);
            return;
        }
        channel = opened;
        try {
            opened.configureBlocking(false);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            openedNanos = context.clock.now();
            boolean already = opened.connect(context.address);
            opened.register(context.selector, already ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
            if (already) {
                established(context.clock.now(), 0);
            }
        } catch (BindException e) {
            failed(Counter.NO_PORT);
        } catch (IOException e) {
            failed(why(e));
        }
    }

    private static Counter why(IOException e) {
        return NO_PORT_LEFT.equals(e.getMessage()) ? Counter.NO_PORT : Counter.REFUSED;
    }

    private void failed(Counter why) {
        context.counts().add(why);
        over(Outcome.CLOSED);
    }

    private void established(long nowNanos, long unreadNanos) {
        connected = true;
        everConnected = true;
        session = Sessions.of(context, requests);
        int slot = requests.oldest();
        if (slot < 0) { // before the run
            return;
        }
        requests.connected(slot, nowNanos - openedNanos, unreadNanos, context.clock.now());
        ByteBuffer out = context.out.clear();
        context.pool.put(requests.message(slot), requests.number(slot), out);
        send(out.flip());
    }

    private void send(ByteBuffer out) {
        SocketChannel to = channel;
        if (to == null) {
            return;
        }
        try {
            context.recorder.bytesSent(to.write(out));
            if (out.hasRemaining()) {
                unsent = ByteBuffer.allocateDirect(out.remaining()).put(out).flip();
                interest(to, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            } else if (messagePerConnection) {
                to.shutdownOutput();
            }
        } catch (IOException e) {
            over(Outcome.CLOSED);
        }
    }

    private void interest(SocketChannel of, int operations) {
        SelectionKey key = of.keyFor(context.selector);
        if (key != null && key.isValid()) {
            key.interestOps(operations);
        }
    }

    @Override
    public boolean isOpen() {
        return connected;
    }

    @Override
    public boolean everOpen() {
        return everConnected;
    }

    @Override
    public boolean isOpening() {
        return channel != null && !connected;
    }

    @Override
    public ClientRequests requests() {
        return requests;
    }

    @Override
    public void begin(RunPhase phase) {
        close();
        requests.begin(phase);
    }

    @Override
    public void pump() {
        if (context.sending && channel == null && requests.take(context.clock.now()) >= 0) {
            open();
        }
    }

    @Override
    public void onReady(SelectionKey key) {
        SocketChannel of = channel;
        if (of == null) {
            return;
        }
        if (key.isConnectable()) {
            finishConnect(of);
            return;
        }
        if (key.isReadable()) {
            receive(of);
        }
        ByteBuffer rest = unsent;
        if (rest != null && key.isValid() && key.isWritable()) {
            unsent = null;
            interest(of, SelectionKey.OP_READ);
            send(rest);
        }
    }

    private void finishConnect(SocketChannel opening) {
        try {
            if (opening.finishConnect()) {
                interest(opening, SelectionKey.OP_READ);
                long ready = Math.max(context.poll.readyNanos(), openedNanos);
                established(ready, context.poll.unreadNanos(openedNanos));
            }
        } catch (IOException e) {
            failed(why(e));
        }
        pump();
    }

    private void receive(SocketChannel from) {
        ClientSession<byte[], ByteBuffer> replies = session;
        if (replies == null) {
            return;
        }
        try {
            int n = from.read(context.in.clear());
            context.poll.wasRead();
            if (n < 0) {
                replies.endOfInput();
            } else {
                context.recorder.bytesReceived(n, context.poll.readyNanos());
                replies.receive(context.in.flip());
            }
            ByteBuffer reply = replies.next();
            if (reply != null && (n >= 0 || reply.hasRemaining() || messagePerConnection)) {
                take(reply);
            } else if (n < 0) {
                over(Outcome.CLOSED);
            }
        } catch (ProtocolException e) {
            over(Outcome.MALFORMED);
        } catch (IOException e) {
            over(Outcome.CLOSED);
        }
        pump();
    }

    private void take(ByteBuffer reply) {
        int slot = requests.oldest();
        if (slot < 0) {
            context.counts().add(Counter.UNEXPECTED);
        } else {
            boolean right = context.pool.answers(requests.message(slot), requests.number(slot), reply);
            long done = Math.max(context.poll.readyNanos(), requests.sentNanos(slot));
            long unread = context.poll.unreadNanos(requests.sentNanos(slot));
            requests.finish(slot, done, unread, right ? Outcome.REPLY : Outcome.WRONG);
        }
        close();
    }

    /** Without a reply. */
    private void over(Outcome outcome) {
        close();
        requests.finishAll(context.clock.now(), outcome);
    }

    @Override
    public void sweep(long nowNanos) {
        long timeout = context.spec.replyTimeout().toNanos();
        if (requests.inFlight() > 0 && nowNanos - requests.sentNanos(requests.oldest()) >= timeout) {
            over(Outcome.LOST);
        } else if (requests.inFlight() == 0 && isOpening() && nowNanos - openedNanos >= timeout) {
            failed(Counter.REFUSED);
        }
        pump();
    }

    @Override
    public void close() {
        SocketChannel closing = channel;
        channel = null;
        session = null;
        unsent = null;
        connected = false;
        if (closing != null) {
            try {
                closing.close();
            } catch (IOException e) {
                context.counts().add(Counter.REFUSED); // Linux reports a reset here at most; it is over either way
            }
        }
    }
}
