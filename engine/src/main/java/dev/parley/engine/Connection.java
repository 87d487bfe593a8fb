package dev.parley.engine;

import dev.parley.core.Peer;
import dev.parley.core.Session;
import dev.parley.core.Session.Step;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One TCP conversation: its session, its unsent bytes, its deadlines and how it ends. Written once for all engines; it
 * knows no thread, and is used by one at a time. The clock is read after the service was called and after each write, which
 * may both have taken long: that time is not the peer's.
 *
 * <pre>
 *   open --CLOSE, all sent--> our side ended --peer ends, or lingered--> over
 *     '--peer ended, CLOSE, all sent--------------------------------------^
 * </pre>
 */
public final class Connection {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    private static final long NONE = Long.MIN_VALUE;

    private final SocketChannel channel;
    private final WritableByteChannel out;
    private final Peer peer;
    private final Session session;
    private final StreamOutbox outbox;
    private final Deadlines deadlines;
    private final LongSupplier nanoTime;

    private Step step = Step.READ;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean over;
    /** The session was called and the clocks have not been set since: a service may have taken long in between. */
    private boolean stepped;
    /** The socket took bytes, and the clocks have not been set since. */
    private boolean taken;
    /** We did not read, so that what the peer could not complete meanwhile is not its fault. */
    private boolean paused;

    private long messages;
    private long quietSince;
    private long messageSince = NONE;
    private long unsentSince;
    private long outputEndedAt;

    /**
     * @param out where replies are written: the channel, or what writes to it whole
     * @param nanoTime the line of time that {@link #overdue} is asked about
     */
    public Connection(
            SocketChannel channel,
            WritableByteChannel out,
            Peer peer,
            Session session,
            StreamOutbox outbox,
            Deadlines deadlines,
            LongSupplier nanoTime) {
        this.channel = channel;
        this.out = out;
        this.peer = peer;
        this.session = session;
        this.outbox = outbox;
        this.deadlines = deadlines;
        this.nanoTime = nanoTime;
        this.quietSince = nanoTime.getAsLong();
    }

    /** Bytes came. Follow with {@link #advance}. */
    public void received(ByteBuffer in) {
        if (outputEnded) {
            in.position(in.limit());
            return;
        }
        step = session.receive(in, outbox);
        stepped = true;
    }

    /** The peer ended its sending side. Follow with {@link #advance}. */
    public void inputEnded() {
        inputEnded = true;
        if (!outputEnded) {
            step = session.endOfInput(outbox);
        }
    }

    /** Take no further input. Follow with {@link #advance}. */
    public void drain() {
        if (!outputEnded) {
            step = session.drain(outbox);
        }
    }

    /** Sets the clocks of a peer that was heard, or took replies, just now. */
    private void setClocks() {
        long now = nanoTime.getAsLong();
        if (taken || outbox.unsentBytes() == 0) {
            unsentSince = now;
        }
        if (taken || stepped) {
            quietSince = now;
        }
        if (stepped) {
            if (!session.midMessage()) {
                messageSince = NONE;
            } else if (messageSince == NONE || session.messages() != messages || paused) {
                messageSince = now;
            }
            messages = session.messages();
            paused = false;
        }
        stepped = false;
        taken = false;
    }

    /** Sends what can be sent, lets a paused session go on as room appears, and ends what has to end. */
    public void advance() throws IOException {
        flush();
        while (step == Step.PAUSED) {
            int unsent = outbox.unsentBytes();
            resume();
            if (outbox.unsentBytes() == unsent) {
                break;
            }
            flush();
        }
        setClocks();
        if (step == Step.CLOSE && outbox.unsentBytes() == 0) {
            end();
        }
    }

    private void flush() throws IOException {
        taken |= outbox.flush(out) > 0;
    }

    private void end() throws IOException {
        if (inputEnded) {
            over = true;
        } else if (!outputEnded) {
            outputEnded = true;
            outputEndedAt = nanoTime.getAsLong();
            channel.shutdownOutput();
        }
    }

    /** A deferred reply may have been given. Follow with {@link #advance}. */
    public void resume() {
        if (!outputEnded) {
            paused |= step == Step.PAUSED;
            step = session.resume(outbox);
            stepped = true;
        }
    }

    /** True when the next bytes should be read; those after our end are read to be thrown away. */
    public boolean wantsRead() {
        return !inputEnded && (step == Step.READ || outputEnded);
    }

    public boolean wantsWrite() {
        return outbox.unsentBytes() > 0;
    }

    /** True when nothing is left to do but {@link #close}. */
    public boolean over() {
        return over;
    }

    /** Which limit was passed, for the log; null while all is well. */
    @Nullable
    public String overdue(long now) {
        if (outputEnded) {
            return now - outputEndedAt > deadlines.lingerNanos() ? "the peer did not close" : null;
        }
        if (wantsWrite()) {
            return now - unsentSince > deadlines.writeNanos() ? "replies not taken in time" : null;
        }
        if (step != Step.READ) {
            return null;
        }
        if (messageSince != NONE && now - messageSince > deadlines.messageNanos()) {
            return "message not complete in time";
        }
        return session.settled() && now - quietSince > deadlines.idleNanos() ? "idle" : null;
    }

    /** True when nothing is owed and nothing is unsent. */
    public boolean settled() {
        return session.settled() && !wantsWrite();
    }

    public Peer peer() {
        return peer;
    }

    /** Frees everything; replies that did not leave are lost. Idempotent. */
    public void close(@Nullable String reason) {
        over = true;
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a connection", e);
        }
        outbox.abandon();
        session.closed();
        if (reason != null) {
            LOG.log(System.Logger.Level.DEBUG, () -> "connection from " + peer.address() + " closed: " + reason);
        }
    }
}
