package dev.parley.engine.jdk;

import dev.parley.core.Peer;
import dev.parley.core.SessionFactory;
import dev.parley.engine.Connection;
import dev.parley.engine.Deadlines;
import dev.parley.engine.StreamOutbox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A TCP conversation on a selector loop: reads, steps and interest of one channel. On its loop's thread, but for the wakeup. */
final class SelectorConnection implements Ready {
    private static final System.Logger LOG = System.getLogger("dev.parley.engine");

    private final SelectorLoop loop;
    private final SocketChannel channel;
    private final Connection connection;
    private final Runnable whenClosed;
    private final SelectionKey key;
    private int interest = SelectionKey.OP_READ;
    private boolean closed;

    SelectorConnection(
            SelectorLoop loop,
            SocketChannel channel,
            Peer peer,
            SessionFactory sessions,
            Deadlines deadlines,
            Runnable whenClosed)
            throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.whenClosed = whenClosed;
        this.connection = new Connection(
                channel,
                channel,
                peer,
                sessions.open(peer, this::wakeUp),
                new StreamOutbox(loop.staging()),
                deadlines,
                System::nanoTime);
        this.key = channel.register(loop.selector(), SelectionKey.OP_READ, this);
    }

    private void wakeUp() {
        loop.execute(this::resume);
    }

    private void resume() {
        step(connection::resume);
    }

    @Override
    public void ready(SelectionKey readyKey) {
        step(readyKey.isReadable() ? this::read : () -> {});
    }

    private void read() throws IOException {
        ByteBuffer in = loop.readBuffer();
        int n = channel.read(in);
        if (n > 0) {
            connection.received(in.flip());
        } else if (n < 0) {
            connection.inputEnded();
        }
    }

    /** Answers all that has arrived by now, and nothing later. */
    void drain() {
        step(() -> {
            ByteBuffer in = loop.readBuffer();
            while (connection.wantsRead() && channel.read(in) > 0) {
                connection.received(in.flip());
                in.clear();
            }
            connection.drain();
        });
    }

    private interface Action {
        void run() throws IOException;
    }

    private void step(Action action) {
        if (closed) {
            return;
        }
        try {
            action.run();
            connection.advance();
            if (connection.over()) {
                close(null);
            } else {
                showInterest();
            }
        } catch (IOException e) { // the peer is gone: reset, or its network is
            close(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) { // a fault of ours must cost one conversation, not the loop
            LOG.log(
                    System.Logger.Level.ERROR,
                    "conversation with " + connection.peer().address() + " broken off",
                    e);
            close("an internal error");
        }
    }

    private void showInterest() {
        int wanted = (connection.wantsRead() ? SelectionKey.OP_READ : 0)
                | (connection.wantsWrite() ? SelectionKey.OP_WRITE : 0);
        if (wanted != interest) {
            interest = wanted;
            key.interestOps(wanted);
        }
    }

    @Override
    public void sweep(long now) {
        String reason = connection.overdue(now);
        if (reason != null) {
            close(reason);
        }
    }

    void close(@Nullable String reason) {
        if (!closed) {
            closed = true;
            connection.close(reason);
            whenClosed.run();
        }
    }
}
