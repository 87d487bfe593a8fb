package dev.parley.engine.jdk;

import dev.parley.core.MemoryBudget;
import dev.parley.core.Peer;
import dev.parley.core.SessionHost;
import dev.parley.engine.CloseReason;
import dev.parley.engine.Connection;
import dev.parley.engine.Deadlines;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.StreamOutbox;
import dev.parley.engine.TimerQueue;
import dev.parley.engine.Wire;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A conversation over a stream on a selector loop: reads, steps and interest of one channel. On its loop's thread, but for
 * {@link #wakeUp}.
 */
final class SelectorConnection implements Ready, SessionHost {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");
    /** Counted for a read in a drain: one may take something from the socket and have no bytes to give. */
    static final int LEAST_BYTES_OF_A_READ = 1024;

    private final SelectorLoop loop;
    private final SocketChannel channel;
    private final Wire wire;
    private final Connection connection;
    private final Runnable whenClosed;
    private final MemoryBudget memory;
    private final SelectionKey key;
    private int interest = SelectionKey.OP_READ;
    private TimerQueue.@Nullable Timer timer;
    private boolean closed;
    /** What has arrived is read, then the conversation ends. */
    private boolean draining;

    private boolean allArrived;
    private long mayStillArrive;

    SelectorConnection(
            SelectorLoop loop,
            SocketChannel channel,
            Peer peer,
            ServerSpec spec,
            Deadlines deadlines,
            Runnable whenClosed)
            throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.whenClosed = whenClosed;
        this.memory = spec.memory();
        this.wire = spec.wires().over(channel);
        this.key = channel.register(loop.selector(), SelectionKey.OP_READ, this);
        this.connection = new Connection(
                wire,
                peer,
                spec.sessions(),
                new StreamOutbox(loop.staging(), memory),
                deadlines,
                this,
                spec.listener());
    }

    @Override
    public void wakeUp() {
        loop.execute(this::resume);
    }

    @Override
    public void wakeUpAt(long nanoTime) {
        loop.cancel(timer);
        timer = loop.at(nanoTime, this::resume);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public MemoryBudget memory() {
        return memory;
    }

    private void resume() {
        step(connection::resume);
    }

    @Override
    public void ready(SelectionKey readyKey) {
        step(readyKey.isReadable() || wire.wants() != Wire.Wants.NOTHING ? this::read : connection::advance);
    }

    private void read() throws IOException {
        int n = connection.read(loop.readBuffer());
        mayStillArrive -= Math.max(n, LEAST_BYTES_OF_A_READ);
        allArrived = n < 0 || (n == 0 && !wire.buffered());
    }

    /** Answers all that has arrived by now, and nothing later. */
    void drain() {
        step(() -> {
            mayStillArrive = channel.getOption(StandardSocketOptions.SO_RCVBUF);
            draining = true;
        });
    }

    /** Reads on while the session takes it, then ends; a peer that keeps sending does not hold up the drain. */
    private void drainOn() throws IOException {
        allArrived = false;
        while (!allArrived && mayStillArrive > 0 && connection.wantsRead()) {
            read();
        }
        if (allArrived || mayStillArrive <= 0) {
            draining = false;
            connection.drain();
        }
    }

    /** The other side. */
    Peer peer() {
        return connection.peer();
    }

    private interface Action {
        void run() throws IOException;
    }

    private void step(Action action) {
        if (closed) {
            return;
        }
        CloseReason reason = CloseReason.INTERNAL_ERROR; // when not even the log works
        try {
            reason = endOf(action);
        } finally {
            if (reason != null) {
                close(reason);
            }
        }
    }

    /** Why the conversation is over after this; null when it is not. */
    private @Nullable CloseReason endOf(Action action) {
        try {
            action.run();
            if (draining) {
                drainOn();
            }
            if (connection.over()) {
                return connection.ending();
            }
            goOn();
            return null;
        } catch (IOException e) { // reset by the peer, or its network is gone
            LOG.log(System.Logger.Level.DEBUG, () -> connection.peer().address() + ": " + e.getMessage());
            return CloseReason.CONNECTION_LOST;
        } catch (RuntimeException | Error e) { // a fault of ours must cost one conversation, not the loop
            LOG.log(
                    System.Logger.Level.ERROR,
                    "conversation with " + connection.peer().address() + " broken off",
                    e);
            return CloseReason.INTERNAL_ERROR;
        }
    }

    private void goOn() {
        int wanted = (connection.wantsRead() ? SelectionKey.OP_READ : 0)
                | (connection.wantsWrite() ? SelectionKey.OP_WRITE : 0);
        if (wanted != interest) {
            interest = wanted;
            key.interestOps(wanted);
        }
        if (connection.wantsTurn()) {
            loop.execute(this::resume);
        } else if (connection.hasBufferedInput()) {
            loop.execute(() -> step(this::read));
        }
    }

    @Override
    public void sweep(long now, long late) {
        connection.excuse(late);
        CloseReason reason = connection.overdue(now);
        if (reason == CloseReason.MESSAGE_TIMEOUT) {
            step(connection::expire);
        } else if (reason != null) {
            close(reason);
        } else if (connection.mayReadAhead()) {
            step(this::read);
        }
    }

    void close(CloseReason reason) {
        if (!closed) {
            closed = true;
            loop.cancel(timer);
            try {
                connection.close(reason);
            } finally { // whatever fails, its place is free again
                whenClosed.run();
            }
        }
    }
}
