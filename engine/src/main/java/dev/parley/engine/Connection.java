package dev.parley.engine;

import dev.parley.core.Peer;
import dev.parley.core.Session;
import dev.parley.core.Session.Step;
import dev.parley.core.SessionFactory;
import dev.parley.core.SessionHost;
import dev.parley.engine.Wire.Wants;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One conversation over a stream: its session, its unsent bytes, its deadlines and how it ends. Written once for all engines;
 * it has no thread of its own and is used by one at a time. The clock is read after the service was called and after each write, which
 * may both have taken long: that time is not the peer's.
 *
 * <pre>
 *   open --CLOSE, all sent--> our side ended --peer ends, or lingered--> over
 *     '--peer ended, CLOSE, all sent--------------------------------------^
 * </pre>
 *
 * The engine calls {@link #read}, {@link #resume} or {@link #drain}, each of which also sends what can be sent and ends what has to
 * end; then it looks at {@link #over}, {@link #wantsTurn}, {@link #wantsRead} and {@link #wantsWrite}.
 */
public final class Connection {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    private static final long NONE = Long.MIN_VALUE;
    /** What is read of a peer whose requests are not served for now, only to notice when it leaves. */
    private static final int READ_AHEAD_BYTES = 64 * 1024;

    private final Wire wire;
    private final Peer peer;
    private final StreamOutbox outbox;
    private final Deadlines deadlines;
    private final SessionHost host;
    private final ServerListener listener;
    private final Session session;
    private final long openedAt;

    private Step step = Step.READ;
    /** The wire's handshake is done. */
    private boolean established;

    private boolean inputEnded;
    /** The wire has begun to end our side and has not finished. */
    private boolean outputEnding;

    private boolean outputEnded;
    /** Our side must not end normally: the peer could take that for something it is not. */
    private boolean broken;

    /** What the wire is set to. */
    private boolean abortive;

    private boolean expired;
    private boolean over;
    private boolean closed;
    /** The session was called and the clocks have not been set since: a service may have taken long in between. */
    private boolean stepped;
    /** The socket took bytes, and the clocks have not been set since. */
    private boolean taken;
    /** We did not read, so that what the peer could not complete meanwhile is not its fault. */
    private boolean paused;

    private int readAheadBytes;
    private long messages;
    private long reportedMessages;
    /** Not reported yet. */
    private long receivedBytes;
    /** Likewise. */
    private long sentBytes;

    private long quietSince;
    private long messageSince = NONE;
    private long unsentSince;
    private long goneSince;
    private long outputEndedAt;
    private long sentAt = NONE;
    /** Of the handshake, then of the reply that has been owed for longest. */
    private final ExcusedTime excused = new ExcusedTime();

    /**
     * Opens the session and the service behind it.
     *
     * @param host what the engine does for the session; its clock is that of {@link #overdue}
     */
    public Connection(
            Wire wire,
            Peer peer,
            SessionFactory sessions,
            StreamOutbox outbox,
            Deadlines deadlines,
            SessionHost host,
            ServerListener listener) {
        this.wire = wire;
        this.peer = peer;
        this.outbox = outbox;
        this.deadlines = deadlines;
        this.host = host;
        this.listener = listener;
        this.session = sessions.open(peer, host);
        this.openedAt = host.nanoTime();
        this.quietSince = openedAt;
        this.established = wire.established();
        if (session.endCompletesReply()) {
            abortive(true); // so that no death of this process looks like the end of a reply
        }
        listener.accepted(peer);
    }

    /**
     * Reads once and serves what came.
     *
     * @param in empty; the caller's again afterwards
     * @return what the wire answered: bytes, 0, or -1
     */
    public int read(ByteBuffer in) throws IOException {
        int n = wire.read(in);
        noticeHandshake();
        if (n < 0) {
            inputEnded();
        } else if (n > 0) {
            received(in.flip());
            in.clear();
        }
        advance();
        return n;
    }

    /** The peer's idle time begins with the end of its handshake. */
    private void noticeHandshake() {
        if (!established && wire.established()) {
            established = true;
            quietSince = host.nanoTime();
        }
    }

    /**
     * Serves bytes that were read from the wire already.
     *
     * @param in from position to limit; all of it is used
     */
    public void received(ByteBuffer in) throws IOException {
        int size = in.remaining();
        receivedBytes += size;
        if (outputEnded) {
            in.position(in.limit());
            return;
        }
        readAheadBytes = step == Step.PAUSED ? readAheadBytes + size : 0;
        step = session.receive(in, outbox);
        stepped = true;
    }

    /** The peer ended its sending side. */
    public void inputEnded() {
        inputEnded = true;
        goneSince = host.nanoTime();
        if (!outputEnded) {
            step = session.endOfInput(outbox);
            stepped = true;
        }
    }

    /** Serves what has arrived in full, then ends. */
    public void drain() throws IOException {
        if (!outputEnded) {
            step = session.drain(outbox);
            stepped = true;
        }
        advance();
    }

    /** Ends a conversation whose message did not come to its end in time, with the protocol's text for that where there is one. */
    public void expire() throws IOException {
        if (!outputEnded) {
            expired = true;
            step = session.expire(outbox);
        }
        advance();
    }

    /** Goes on: a reply was given, a task is due, there is room to write, or it is this conversation's turn again. */
    public void resume() throws IOException {
        step();
        advance();
    }

    private void step() {
        if (!outputEnded) {
            paused |= step == Step.PAUSED;
            step = session.resume(outbox);
            stepped = true;
        }
    }

    /** Sends what can be sent, lets a paused session go on as room appears, and ends what has to end. */
    public void advance() throws IOException {
        flush();
        while (step == Step.PAUSED) {
            int unsent = outbox.unsentBytes();
            step();
            if (outbox.unsentBytes() == unsent) {
                break;
            }
            flush();
        }
        setClocks();
        reportTransfer();
        if (step == Step.CLOSE && outbox.unsentBytes() == 0) {
            end();
        }
    }

    private void flush() throws IOException {
        int written = outbox.flush(wire);
        if (written > 0) {
            taken = true;
            sentBytes += written;
        }
    }

    /** Resets the deadlines of a peer that has just sent something or taken replies. */
    private void setClocks() {
        long now = host.nanoTime();
        if (taken || outbox.unsentBytes() == 0) {
            unsentSince = now;
        }
        if (taken || stepped) {
            quietSince = now;
        }
        if (taken) {
            goneSince = now;
            sentAt = now;
        }
        if (stepped) {
            long count = session.messages();
            if (!session.midMessage()) {
                messageSince = NONE;
            } else if (messageSince == NONE || count != messages || paused) {
                messageSince = now;
            }
            messages = count;
            paused = false;
        }
        stepped = false;
        taken = false;
    }

    private void reportTransfer() {
        if (messages != reportedMessages || receivedBytes > 0 || sentBytes > 0) {
            listener.transferred(peer, messages - reportedMessages, receivedBytes, sentBytes);
            reportedMessages = messages;
            receivedBytes = 0;
            sentBytes = 0;
        }
    }

    private void abortive(boolean on) {
        if (abortive != on) {
            abortive = on;
            wire.abortive(on);
        }
    }

    private void end() throws IOException {
        broken = !outputEnded && !mayEndNormally();
        if (broken || (inputEnded && !wire.writesItsEnd())) {
            over = true;
        } else if (!outputEnded) {
            abortive(false);
            outputEnding = !wire.endOutput();
            outputEnded = !outputEnding;
            outputEndedAt = host.nanoTime();
        }
        over |= inputEnded && outputEnded;
    }

    /**
     * An end that is not orderly is a reset; but where replies were sent just now, which a reset could overtake, and the peer sees
     * by the framing that this end is not a reply, it is the end of the stream.
     */
    private boolean mayEndNormally() {
        return switch (session.ending()) {
            case ORDERLY, REFUSED -> true;
            case PROTOCOL_FAULT, SERVICE_FAILED, INCOMPLETE ->
                !session.endCompletesReply() && sentAt != NONE && host.nanoTime() - sentAt < deadlines.lingerNanos();
            case BROKEN_OFF -> false;
        };
    }

    /** True when the next bytes should be read; those after our end are read to be thrown away. */
    public boolean wantsRead() {
        return switch (wire.wants()) {
            case NOTHING -> !inputEnded && (step == Step.READ || outputEnded);
            case TO_READ -> true;
            case TO_WRITE -> false;
        };
    }

    /** True when the engine should call {@link #resume}, or {@link #read} for a wire's own sake, once there is room to write. */
    public boolean wantsWrite() {
        return switch (wire.wants()) {
            case NOTHING -> outbox.unsentBytes() > 0 || outputEnding;
            case TO_READ -> false;
            case TO_WRITE -> true;
        };
    }

    /** True when the session has more to do at once; {@link #resume} should follow when others have had their turn. */
    public boolean wantsTurn() {
        return step == Step.MORE && !outputEnded;
    }

    /** True when {@link #read} has something to do although nothing new arrives. */
    public boolean hasBufferedInput() {
        return wire.buffered() && wantsRead();
    }

    /**
     * True when a {@link #read} is worth it although the session is paused: it may show that the peer has left. The bytes that
     * come first are kept, up to a bound; an end behind more than that is seen when they are served.
     */
    public boolean mayReadAhead() {
        return step == Step.PAUSED
                && !inputEnded
                && !outputEnded
                && wire.wants() == Wants.NOTHING
                && readAheadBytes < READ_AHEAD_BYTES;
    }

    /** True when nothing is left to do but {@link #close}. */
    public boolean over() {
        return over;
    }

    /**
     * Moves the peer's deadlines: it was not served for so long, because the process, or the thread that serves it, did not run.
     *
     * @param nanos 0 changes nothing
     */
    public void excuse(long nanos) {
        quietSince += nanos;
        unsentSince += nanos;
        goneSince += nanos;
        outputEndedAt += nanos;
        if (messageSince != NONE) {
            messageSince += nanos;
        }
        if (nanos != 0 && !wire.established()) {
            excused.add(openedAt, nanos, host.nanoTime());
        } else if (nanos != 0 && !session.settled()) {
            excused.add(session.owedSinceNanos(), nanos, host.nanoTime());
        }
    }

    /** Which limit was passed; null while all is well. */
    public @Nullable CloseReason overdue(long now) {
        if (outputEnded) {
            return now - outputEndedAt > deadlines.lingerNanos() ? CloseReason.LINGER_TIMEOUT : null;
        }
        if (!wire.established()) {
            return now - openedAt - excused.of(openedAt) > deadlines.handshakeNanos()
                    ? CloseReason.HANDSHAKE_TIMEOUT
                    : null;
        }
        noticeHandshake(); // where the wire is read without us
        if (outbox.unsentBytes() > 0 || outputEnding) {
            return now - unsentSince > deadlines.writeNanos() ? CloseReason.WRITE_TIMEOUT : null;
        }
        if (!session.settled()) {
            long owedSince = session.owedSinceNanos();
            if (now - owedSince - excused.of(owedSince) > deadlines.replyNanos()) {
                return CloseReason.REPLY_TIMEOUT;
            }
            return inputEnded && now - goneSince > deadlines.idleNanos() ? CloseReason.PEER_GONE : null;
        }
        if (step != Step.READ) {
            return null;
        }
        if (messageSince != NONE && now - messageSince > deadlines.messageNanos()) {
            return CloseReason.MESSAGE_TIMEOUT;
        }
        return now - quietSince > deadlines.idleNanos() ? CloseReason.IDLE : null;
    }

    /** True when nothing is owed and nothing is unsent. */
    public boolean settled() {
        return session.settled() && outbox.unsentBytes() == 0 && !outputEnding;
    }

    /** The other side. */
    public Peer peer() {
        return peer;
    }

    /** How a conversation that is {@link #over} came to its end. */
    public CloseReason ending() {
        return switch (session.ending()) {
            case ORDERLY -> CloseReason.ORDERLY;
            case REFUSED, PROTOCOL_FAULT -> expired ? CloseReason.MESSAGE_TIMEOUT : CloseReason.PROTOCOL_FAULT;
            case SERVICE_FAILED -> CloseReason.SERVICE_FAILED;
            case INCOMPLETE -> CloseReason.SERVER_STOPPED;
            case BROKEN_OFF -> CloseReason.BROKEN_OFF;
        };
    }

    /** True when closing now leaves the peer with an end that it cannot take for a reply, or for the end of one it has not got. */
    public boolean endsNormally() {
        if (outputEnded || broken || over) {
            return !broken;
        }
        return settled() && !session.midMessage() && !session.endCompletesReply();
    }

    /**
     * Frees everything; replies that did not leave are lost, and the service is notified of the end. The peer sees a reset unless it can
     * end normally. Idempotent.
     */
    public void close(CloseReason reason) {
        boolean normally = endsNormally() && reason != CloseReason.INTERNAL_ERROR;
        over = true;
        if (closed) {
            return;
        }
        closed = true;
        abortive(!normally);
        try {
            wire.close();
            outbox.abandon();
            session.closed();
        } finally { // it was reported that it began
            CloseReason cause = cause(reason);
            reportTransfer();
            listener.closed(peer, cause);
            LOG.log(System.Logger.Level.DEBUG, () -> "connection from " + peer.address() + " closed: " + cause);
        }
    }

    private CloseReason cause(CloseReason reason) {
        if (reason == CloseReason.CONNECTION_LOST && !wire.established()) {
            return CloseReason.HANDSHAKE_FAILED;
        }
        return reason == CloseReason.LINGER_TIMEOUT && session.ending() != Session.Ending.ORDERLY ? ending() : reason;
    }
}
