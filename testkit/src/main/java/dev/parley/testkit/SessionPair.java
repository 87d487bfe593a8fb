package dev.parley.testkit;

import dev.parley.core.BufferOutbox;
import dev.parley.core.ClientSession;
import dev.parley.core.DatagramSession;
import dev.parley.core.Limits;
import dev.parley.core.Peer;
import dev.parley.core.Protocol;
import dev.parley.core.ProtocolException;
import dev.parley.core.ServerSession;
import dev.parley.core.Service;
import dev.parley.core.ServiceFactory;
import dev.parley.core.Session;
import dev.parley.core.Session.Step;
import dev.parley.core.SessionFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A server's session and the client's side of it, wired in memory: no socket, no thread, no clock. The test is the engine.
 *
 * <pre>
 *   send(request) --+
 *                   +--> receive(bytes) --> session --> outbox --> takeBytes(), takeReplies()
 *        raw bytes -+                          |
 *                                        Step, wakeups()
 * </pre>
 *
 * One thread at a time, as a session demands; only deferred replies may be given from others.
 */
public final class SessionPair<Q, R> {
    private static final byte SCRIBBLE = (byte) 0xA5;
    /** No limit; replies longer than an array never come. */
    private static final int LONGEST_REPLY_BYTES = Integer.MAX_VALUE - 16;

    private final ClientSession<Q, R> client;
    private final boolean datagrams;
    private final Session session;
    private final MemoryOutbox outbox;
    private final ManualHost host = new ManualHost();
    private final List<Step> steps = new ArrayList<>();

    private SessionPair(Protocol<Q, R> protocol, SessionFactory sessions, Peer peer, boolean datagrams) {
        this.client = datagrams
                ? ClientSession.datagrams(protocol, LONGEST_REPLY_BYTES)
                : ClientSession.stream(protocol, LONGEST_REPLY_BYTES);
        this.datagrams = datagrams;
        this.outbox = new MemoryOutbox(datagrams);
        this.session = sessions.open(peer, host);
    }

    /** A conversation over a stream. */
    public static <Q, R> SessionPair<Q, R> stream(Protocol<Q, R> protocol, Service<Q, R> service, Limits limits) {
        return stream(protocol, peer -> service, limits, MemoryPeer.FIRST);
    }

    /** A conversation over a stream, with the service opened for its peer. */
    public static <Q, R> SessionPair<Q, R> stream(
            Protocol<Q, R> protocol, ServiceFactory<Q, R> services, Limits limits, Peer peer) {
        return new SessionPair<>(protocol, ServerSession.factory(protocol, services, limits.session()), peer, false);
    }

    /** A conversation over datagrams: every {@link #receive} is one, and so is every reply. */
    public static <Q, R> SessionPair<Q, R> datagrams(Protocol<Q, R> protocol, Service<Q, R> service, Limits limits) {
        return datagrams(protocol, peer -> service, limits, MemoryPeer.FIRST);
    }

    /** A conversation over datagrams, with the service opened for its peer. */
    public static <Q, R> SessionPair<Q, R> datagrams(
            Protocol<Q, R> protocol, ServiceFactory<Q, R> services, Limits limits, Peer peer) {
        return new SessionPair<>(protocol, DatagramSession.factory(protocol, services, limits.session()), peer, true);
    }

    /** A conversation with other sessions of this protocol, such as those of a server with something around each. */
    public static <Q, R> SessionPair<Q, R> of(
            Protocol<Q, R> protocol, SessionFactory sessions, Peer peer, boolean datagrams) {
        return new SessionPair<>(protocol, sessions, peer, datagrams);
    }

    /** Lets time pass, and does what the service has put off until then. */
    public void pass(Duration time) {
        host.pass(time, this::resume);
    }

    /** The client sends this; where requests end with their stream, it ends its sending side too. */
    public Step send(Q request) {
        Step step = receive(bytesOf(request));
        return client.endsOutput() ? endOfInput() : step;
    }

    /** What a client puts on the wire for this request. */
    public byte[] bytesOf(Q request) {
        BufferOutbox written = new BufferOutbox();
        client.send(request, written);
        ByteBuffer bytes = written.take();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    /**
     * These bytes arrive together. Afterwards their buffer is written over, as an engine's next read would.
     *
     * @throws AssertionError when the session leaves bytes in the buffer
     */
    public Step receive(byte... bytes) {
        byte[] shared = bytes.clone();
        ByteBuffer in = ByteBuffer.wrap(shared);
        Step step = session.receive(in, outbox);
        if (in.hasRemaining()) {
            throw new AssertionError("the session left " + in.remaining() + " bytes in the buffer");
        }
        Arrays.fill(shared, SCRIBBLE);
        return noted(step);
    }

    /** The pieces arrive one after the other. */
    public Step receiveAll(List<byte[]> pieces) {
        Step step = Step.READ;
        for (byte[] piece : pieces) {
            step = receive(piece);
        }
        return step;
    }

    /** The client ends its sending side. */
    public Step endOfInput() {
        return noted(session.endOfInput(outbox));
    }

    /** The engine follows a wakeup, or room in the outbox. */
    public Step resume() {
        return noted(session.resume(outbox));
    }

    /** The server begins to stop. */
    public Step drain() {
        return noted(session.drain(outbox));
    }

    /** The connection breaks: what was not taken is lost. */
    public void breakOff() {
        outbox.abandon();
        session.closed();
    }

    private Step noted(Step step) {
        steps.add(step);
        return step;
    }

    /** The client takes all bytes that are there. */
    public byte[] takeBytes() {
        return outbox.take(Integer.MAX_VALUE);
    }

    /** The client takes so many bytes, or what is there. */
    public byte[] takeBytes(int most) {
        return outbox.take(most);
    }

    /** The client takes all replies, each as the bytes it is on the wire. */
    public List<byte[]> takeMessages() {
        return outbox.takeMessages();
    }

    /**
     * The client takes and reads all replies that are there. A reply that ends with its stream is there once the session
     * wants to close.
     *
     * @throws ProtocolException when what the server sent is not of its protocol
     */
    public List<R> takeReplies() throws ProtocolException {
        List<R> replies = new ArrayList<>();
        for (byte[] piece : datagrams ? takeMessages() : List.of(takeBytes())) {
            client.receive(ByteBuffer.wrap(piece));
            addAll(replies);
        }
        if (!datagrams && !steps.isEmpty() && steps.getLast() == Step.CLOSE) {
            client.endOfInput();
            addAll(replies);
        }
        return replies;
    }

    private void addAll(List<R> replies) throws ProtocolException {
        for (R reply = client.next(); reply != null; reply = client.next()) {
            replies.add(reply);
        }
    }

    /** Everything the session has wanted so far, in order. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    /** How often the session wanted to be resumed; counted on the threads that give deferred replies. */
    public int wakeups() {
        return host.wakeUps();
    }

    /** Bytes the client has not taken. */
    public int unsentBytes() {
        return outbox.unsentBytes();
    }

    /** The session itself, for access to its state. */
    public Session session() {
        return session;
    }
}
