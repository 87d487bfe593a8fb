package dev.parley.load;

import dev.parley.core.ClientSession;
import dev.parley.core.Deframer;
import dev.parley.core.Framings;
import dev.parley.core.Protocol;
import dev.parley.core.TooLong;
import dev.parley.result.Counter;
import dev.parley.result.Outcome;
import dev.parley.tls.TlsRefusal;
import dev.parley.tls.TlsStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a client, on TCP, TLS or a Unix socket: none, one that opens, or one that is open, with what its socket did not take yet and what cuts its
 * replies out of the bytes. When a method fails the connection is to be closed. One thread.
 */
final class LoadConnection {
    private static final int LONGEST_REPLY_BYTES = 1 << 24;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    /** Higher than any port, see {@link #established}. */
    private static final int NO_PORT = 1 << 16;

    /** Linux' text for a host without a free local port; Java has no exception of its own for it. */
    private static final String NO_PORT_LEFT = "Cannot assign requested address";

    private final LoopContext context;
    private final ClientRequests requests;
    private final boolean messagePerConnection;
    private final LoadedServers.One server;
    private final boolean unix;
    private final ConnectClock clock;
    private @Nullable SocketChannel channel;
    private @Nullable ClientSession<byte[], ByteBuffer> session;
    /** What the socket did not take yet; then nothing else is sent. */
    private @Nullable ByteBuffer unsent;

    /** On TLS, from the moment at which the connection is asked for. */
    private @Nullable TlsStream tls;
    /** On TLS: connected, and the handshake is not done. */
    private boolean shakingHands;

    private boolean open;

    LoadConnection(LoopContext context, ClientRequests requests) {
        this.context = context;
        this.requests = requests;
        this.clock = new ConnectClock(context.clock, context.poll);
        this.server = context.servers.ofClient(requests.client());
        this.unix = server.endpoint().isUnix();
        this.messagePerConnection = context.spec.protocol().requestFraming().endsWithStream();
    }

    boolean isNone() {
        return channel == null;
    }

    boolean isOpening() {
        return channel != null && !open;
    }

    boolean isOpen() {
        return open;
    }

    /**
     * Begins to connect, or fails to, which is counted.
     *
     * @param client told when the connection is ready for something
     * @return why it failed; null when it did not
     */
    @Nullable
    Counter connect(LoadClient client) {
        SocketChannel opened;
        try {
            opened = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        } catch (IOException e) { // our own limit of open files, or the host's
            return failed(Counter.NO_SOCKET);
        }
        channel = opened;
        try {
            opened.configureBlocking(false);
            if (!unix) {
                opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            clock.ask();
            boolean connected = opened.connect(server.address());
            opened.register(context.selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, client);
            if (connected) {
                clock.atOnce();
                established(opened);
            }
            return null;
        } catch (IOException e) {
            return failed(why(e));
        }
    }

    private static Counter why(IOException e) {
        return NO_PORT_LEFT.equals(e.getMessage()) ? Counter.NO_PORT : Counter.REFUSED;
    }

    /** It was not to be had, which is counted. */
    Counter failed(Counter why) {
        context.counts().add(why);
        close();
        return why;
    }

    /** How long it took to connect. */
    ConnectClock clock() {
        return clock;
    }

    /**
     * It may be open now.
     *
     * @return why it cannot be opened; null when it can
     */
    @Nullable
    Counter finishConnect() {
        SocketChannel opening = channel;
        try {
            if (opening != null && opening.finishConnect()) {
                interest(SelectionKey.OP_READ);
                clock.noticed();
                established(opening);
            }
            return null;
        } catch (IOException e) {
            return failed(why(e));
        }
    }

    /**
     * On TCP; on TLS the handshake begins, which is a part of connecting. Its session is no other connection's: each client has a place of
     * its own in JSSE's cache, in which {@link #close} leaves nothing. So each handshake is a full one, as that of a client that is new.
     */
    private void established(SocketChannel established) throws IOException {
        SSLContext trust = context.spec.tls();
        if (trust == null) {
            open = true;
            return;
        }
        clock.handshakeBegins();
        tls = TlsStream.client(
                trust,
                server.endpoint().hostOrLoopback(),
                NO_PORT + requests.client(),
                context.spec.protocol().endsWithStream());
        shakingHands = true;
        sendCiphertext(established, tls);
        clock.computed();
    }

    boolean isShakingHands() {
        return shakingHands;
    }

    /**
     * Goes on with the handshake; the connection may be open then.
     *
     * @return why it cannot be opened; null when it can
     */
    @Nullable
    Counter shakeHands() {
        SocketChannel with = channel;
        TlsStream stream = tls;
        if (with == null || stream == null) {
            return null;
        }
        try {
            clock.noticed();
            clock.computes();
            decrypt(with, stream, NOTHING);
            clock.computed();
            open = stream.established();
            shakingHands = !open;
            return null;
        } catch (IOException e) {
            context.handshakeFailure = TlsRefusal.text(e);
            return failed(Counter.REFUSED);
        }
    }

    private int decrypt(SocketChannel from, TlsStream stream, ByteBuffer into) throws IOException {
        try {
            int n = stream.read(NOTHING, into);
            if (n != 0) {
                return n;
            }
            ByteBuffer ciphertext = context.ciphertext.clear();
            int arrived = from.read(ciphertext);
            if (arrived < 0) {
                stream.inputEnded();
            }
            return arrived == 0 ? 0 : stream.read(ciphertext.flip(), into);
        } finally {
            sendCiphertext(from, stream);
        }
    }

    private void sendCiphertext(SocketChannel to, TlsStream stream) throws IOException {
        ByteBuffer next = unsent == null ? stream.takeOutput() : unsent;
        while (next != null) {
            to.write(next);
            if (next.hasRemaining()) {
                if (unsent == null) {
                    interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                }
                unsent = next;
                return;
            }
            next = stream.takeOutput();
        }
        if (unsent != null) {
            unsent = null;
            interest(SelectionKey.OP_READ);
        }
    }

    /** True when {@link #read} has more although nothing new arrives. */
    boolean hasMore() {
        TlsStream stream = tls;
        return open && stream != null && stream.mayHaveMore();
    }

    boolean sendsRest() {
        return unsent != null;
    }

    /** Sends, or keeps for later what the socket does not take. Nothing else may be kept. */
    void send(ByteBuffer out) throws IOException {
        SocketChannel to = channel;
        if (to == null) {
            return;
        }
        TlsStream stream = tls;
        if (stream != null) {
            context.recorder.bytesSent(stream.write(out));
            if (messagePerConnection) {
                stream.end();
            }
            sendCiphertext(to, stream);
            return;
        }
        context.recorder.bytesSent(to.write(out));
        if (out.hasRemaining()) {
            unsent = ByteBuffer.allocateDirect(out.remaining()).put(out).flip();
            interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        } else if (messagePerConnection) {
            to.shutdownOutput();
        }
    }

    /** Goes on with what was kept; true when all of it is sent. */
    boolean sendRest() throws IOException {
        ByteBuffer rest = unsent;
        SocketChannel to = channel;
        TlsStream stream = tls;
        if (stream != null && to != null) {
            sendCiphertext(to, stream);
        } else if (rest != null) {
            unsent = null;
            interest(SelectionKey.OP_READ);
            send(rest);
        }
        return unsent == null;
    }

    private void interest(int operations) {
        SocketChannel of = channel;
        SelectionKey key = of == null ? null : of.keyFor(context.selector);
        if (key != null && key.isValid()) {
            key.interestOps(operations);
        }
    }

    /** Reads what is there into {@link LoopContext#in}, and stamps it; negative at the end. */
    int read() throws IOException {
        SocketChannel from = channel;
        ByteBuffer in = context.in.clear();
        TlsStream stream = tls;
        int n = from == null ? 0 : stream == null ? from.read(in) : decrypt(from, stream, in);
        context.poll.wasRead();
        in.flip();
        context.recorder.bytesReceived(in.limit(), context.poll.readyNanos());
        return n;
    }

    /** True when this, at the end of the stream, is a reply: one without content is none, unless the end is what makes it one. */
    boolean isLastReply(ByteBuffer reply) {
        return reply.hasRemaining() || messagePerConnection;
    }

    /** What cuts replies out of its bytes; new for each connection. */
    ClientSession<byte[], ByteBuffer> replies() {
        ClientSession<byte[], ByteBuffer> current = session;
        if (current == null) {
            current = newSession();
            session = current;
        }
        return current;
    }

    private ClientSession<byte[], ByteBuffer> newSession() {
        Protocol<byte[], ByteBuffer> protocol = Frames.viewed(context.spec.protocol());
        boolean noBoundary = protocol.responseFraming().equals(Framings.READ);
        if (noBoundary && context.spec.expectedReply() != null) {
            return ClientSession.stream(protocol, new ExpectedReplyDeframer(this::expected));
        }
        Deframer deframer = protocol.responseFraming()
                .newDeframer(LONGEST_REPLY_BYTES, TooLong.REJECT)
                .withOneView();
        return ClientSession.stream(protocol, unix ? deframer.terminatedOnly() : deframer);
    }

    private @Nullable ByteBuffer expected() {
        return requests.inFlight() == 0 ? null : context.pool.reply(requests.message(requests.oldest()));
    }

    /** The oldest request in flight has this reply. */
    void take(ByteBuffer reply) {
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

    void close() {
        SocketChannel closing = channel;
        TlsStream stream = tls;
        if (open && unsent == null && closing != null && stream != null) {
            endOnTls(closing, stream);
        }
        if (stream != null) {
            stream.forgetSession();
        }
        channel = null;
        tls = null;
        shakingHands = false;
        session = null;
        unsent = null;
        open = false;
        if (closing != null) {
            try {
                closing.close();
            } catch (IOException e) {
                context.counts().add(Counter.REFUSED); // Linux reports a reset here at most; it is over either way
            }
        }
    }

    /** Nothing is half sent: so the server learns that this is the end, and not that the connection was cut. */
    private static void endOnTls(SocketChannel closing, TlsStream stream) {
        try {
            stream.end();
            ByteBuffer last = stream.takeOutput();
            if (last != null) {
                closing.write(last);
            }
        } catch (IOException _) {
            // The server has gone.
        }
    }
}
