package dev.parley.load;

import dev.parley.core.ClientSession;
import dev.parley.core.ProtocolException;
import dev.parley.result.Counter;
import dev.parley.result.Outcome;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

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
    private final boolean messagePerConnection;
    private @Nullable SocketChannel channel;
    private @Nullable ClientSession<byte[], ByteBuffer> session;
    /** What the socket did not take yet; then nothing else is sent. */
    private @Nullable ByteBuffer unsent;

    private boolean connected;
    private boolean everConnected;
    private long openedNanos;
    private long openAgainNanos = Long.MAX_VALUE;
    /** Since when there has been no connection, as far as the server is to blame. */
    private long goneNanos;

    private long repliesAtOpen;

    StreamClient(LoopContext context, ClientRequests requests) {
        this.context = context;
        this.requests = requests;
        this.messagePerConnection = context.spec.protocol().requestFraming().endsWithStream();
    }

    @Override
    public void open() {
        openedNanos = context.clock.now();
        openAgainNanos = Long.MAX_VALUE;
        SocketChannel opened;
        try {
            opened = SocketChannel.open();
        } catch (IOException e) { // our own limit of open files, or the host's
            context.counts().add(Counter.NO_SOCKET);
            close();
            openAgainNanos = context.clock.now() + CONNECT_AGAIN_NANOS;
            return;
        }
        channel = opened;
        try {
            opened.configureBlocking(false);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            boolean already = opened.connect(context.address);
            opened.register(context.selector, already ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
            if (already) {
                ready();
            }
        } catch (IOException e) {
            failed();
        }
    }

    private void ready() {
        if (everConnected) {
            context.counts().add(Counter.RECONNECTED);
        }
        connected = true;
        everConnected = true;
        session = Sessions.of(context, requests);
        repliesAtOpen = requests.replies();
        long now = context.clock.now();
        requests.free(now, goneNanos + now - openedNanos);
        pump();
    }

    private void failed() {
        context.counts().add(Counter.REFUSED);
        close();
        long now = context.clock.now();
        goneNanos = now; // it was not to be had until now at least
        openAgainNanos = now + CONNECT_AGAIN_NANOS;
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
        requests.begin(phase);
        openedNanos = 0;
        goneNanos = 0;
        if (channel == null) {
            openAgainNanos = CONNECT_AGAIN_NANOS;
        }
    }

    /** Without a connection an ideal generator would have waited as well. */
    @Override
    public void end(long nowNanos, Outcome owed) {
        if (!connected) {
            requests.free(nowNanos, nowNanos);
        }
        requests.end(nowNanos, owed);
    }

    @Override
    public void pump() {
        SocketChannel to = channel;
        if (!context.sending || !connected || to == null || unsent != null) {
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
            send(to, out.flip());
        }
    }

    private void send(SocketChannel to, ByteBuffer out) {
        try {
            context.recorder.bytesSent(to.write(out));
            if (out.hasRemaining()) {
                unsent = ByteBuffer.allocateDirect(out.remaining()).put(out).flip();
                interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            } else if (messagePerConnection) {
                to.shutdownOutput();
            }
        } catch (IOException e) {
            gone(Outcome.CLOSED);
        }
    }

    private void interest(int operations) {
        SocketChannel of = channel;
        SelectionKey key = of == null ? null : of.keyFor(context.selector);
        if (key != null && key.isValid()) {
            key.interestOps(operations);
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
        if (connected && key.isValid() && key.isWritable()) {
            sendRest();
        }
    }

    private void finishConnect() {
        SocketChannel opening = channel;
        try {
            if (opening != null && opening.finishConnect()) {
                interest(SelectionKey.OP_READ);
                ready();
            }
        } catch (IOException e) {
            failed();
        }
    }

    private void sendRest() {
        SocketChannel to = channel;
        ByteBuffer rest = unsent;
        if (to == null || rest == null) {
            return;
        }
        unsent = null;
        interest(SelectionKey.OP_READ);
        send(to, rest);
        if (unsent == null) {
            requests.free(context.clock.now(), context.poll.readyNanos());
            pump();
        }
    }

    private void receive() {
        SocketChannel from = channel;
        ClientSession<byte[], ByteBuffer> replies = session;
        if (from == null || replies == null) {
            return;
        }
        try {
            int n = from.read(context.in.clear());
            context.poll.wasRead();
            if (n < 0) {
                ended(replies);
                return;
            }
            context.recorder.bytesReceived(n, context.poll.readyNanos());
            replies.receive(context.in.flip());
            for (ByteBuffer reply = replies.next(); reply != null; reply = replies.next()) {
                take(reply);
            }
        } catch (ProtocolException e) {
            gone(Outcome.MALFORMED);
        } catch (IOException e) {
            gone(Outcome.CLOSED);
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
    }

    private void ended(ClientSession<byte[], ByteBuffer> replies) throws ProtocolException {
        replies.endOfInput();
        ByteBuffer last = replies.next();
        if (last != null && (last.hasRemaining() || messagePerConnection) && requests.inFlight() > 0) {
            take(last);
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
        } else if (isOpening() && nowNanos - openedNanos >= timeout) {
            failed();
        } else if (channel == null && context.sending && nowNanos >= openAgainNanos) {
            open();
        }
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
