package dev.parley.engine.jdk;

import dev.parley.core.Peer;
import dev.parley.engine.AcceptBackoff;
import dev.parley.engine.Admission;
import dev.parley.engine.RefusalReason;
import dev.parley.engine.ServerListener;
import dev.parley.engine.StreamListener;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes clients from a listener while there are permits and descriptors. On its loop's thread, but for {@link #someoneLeft}. */
final class SelectorAcceptor implements Ready {
    /** Between two looks at the other channels of the loop. */
    private static final int CLIENTS_PER_TURN = 64;
    /** The listener is to be closed within 50 ms of a stop. */
    private static final long LAST_ACCEPTS_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** What becomes of a client that may come in. */
    interface Entrance {
        /** Owns the channel and both permits from now on, whatever happens. */
        void admit(SocketChannel channel, Peer peer);
    }

    private final SelectorLoop loop;
    private final StreamListener listener;
    private final Admission admission;
    private final AcceptBackoff backoff;
    private final ServerListener events;
    private final Entrance entrance;
    private @Nullable SelectionKey key;
    /** Conversations accepted so far. */
    private long accepted;
    /** All permits are taken; a conversation that ends must resume accepting. */
    private volatile boolean full;

    SelectorAcceptor(
            SelectorLoop loop,
            StreamListener listener,
            Admission admission,
            AcceptBackoff backoff,
            ServerListener events,
            Entrance entrance) {
        this.loop = loop;
        this.listener = listener;
        this.admission = admission;
        this.backoff = backoff;
        this.events = events;
        this.entrance = entrance;
    }

    void register() throws IOException {
        listener.channel().configureBlocking(false);
        key = listener.channel().register(loop.selector(), SelectionKey.OP_ACCEPT, this);
    }

    @Override
    public void ready(SelectionKey readyKey) {
        accept(CLIENTS_PER_TURN);
    }

    /** Takes those already waiting, as far as that is soon done, then closes: under a flood there would always be one more. */
    void close() throws IOException {
        long until = System.nanoTime() + LAST_ACCEPTS_NANOS;
        int taken = CLIENTS_PER_TURN;
        while (taken == CLIENTS_PER_TURN && until - System.nanoTime() > 0) {
            taken = accept(CLIENTS_PER_TURN);
        }
        listener.close();
    }

    /** How many there were, at most {@code most}. */
    private int accept(int most) {
        for (int i = 0; i < most; i++) {
            if (!permitted()) {
                listen(false);
                return i;
            }
            SocketChannel channel = null;
            try {
                backoff.attempt();
                channel = listener.channel().accept();
                if (channel == null) {
                    admission.leave();
                    return i;
                }
                backoff.succeeded();
            } catch (ClosedChannelException e) { // the server stops
                admission.leave();
                return i;
            } catch (IOException e) {
                admission.leave();
                listen(false);
                loop.after(TimeUnit.MILLISECONDS.toNanos(backoff.failedMillis(e)), () -> listen(true));
                return i;
            }
            admit(channel);
        }
        return most;
    }

    /** Sets {@code full} before it tries a last time, so that a permit given back in between is not missed. */
    private boolean permitted() {
        full = false;
        if (admission.tryEnter()) {
            return true;
        }
        full = true;
        return admission.tryEnter();
    }

    private void admit(SocketChannel channel) {
        Peer peer = listener.peer(accepted, channel);
        if (peer == null) {
            admission.leave();
            AcceptedChannels.refuse(channel);
            return;
        }
        RefusalReason refusal = admission.enter(peer);
        if (refusal == null) {
            accepted++;
            entrance.admit(channel, peer);
            return;
        }
        admission.leave();
        AcceptedChannels.refuse(channel);
        events.refused(peer.address(), refusal);
    }

    private void listen(boolean on) {
        if (key != null && key.isValid()) {
            key.interestOps(on ? SelectionKey.OP_ACCEPT : 0);
        }
    }

    /** A permit is free again. From any thread. */
    void someoneLeft() {
        if (full) {
            loop.execute(() -> listen(true));
        }
    }

    @Override
    public void sweep(long now, long late) {}

    /** Gives both permits of a client back. From any thread. */
    void left(Peer peer) {
        admission.leave(peer);
        admission.leave();
        someoneLeft();
    }
}
