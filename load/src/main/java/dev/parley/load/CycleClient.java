package dev.parley.load;

import dev.parley.core.ClientSession;
import dev.parley.core.ProtocolException;
import dev.parley.result.Counter;
import dev.parley.result.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/**
 * A client whose requests are cycles of several steps, on a TCP connection that begins with a greeting. A step that has no reply in time
 * takes the connection, and all cycles on it, with it.
 *
 * <pre>
 *   due --> put ... INSERTED --> reserve ... RESERVED --> delete ... DELETED
 *           |-- service ---|     |----- service ----|     |--- service ---|      of each step
 *           |---------------------------- service -------------------------|      of the cycle
 *   |-------------------------------- response ----------------------------|      of the cycle
 * </pre>
 *
 * When nothing more is to be sent no cycle begins, but those that have begun are brought to their end.
 */
final class CycleClient implements LoadClient {
    /** After a refusal; our own pause, which an ideal generator would not make. */
    private static final long CONNECT_AGAIN_NANOS = 50_000_000L;

    private final LoopContext context;
    private final ClientRequests requests;
    private final Cycle cycle;
    private final LoadConnection connection;
    private final CyclesUnderWay cycles;
    private final int longestBytes;
    /** Greetings without a reply; cycles begin when there are none. */
    private int greetings;

    private boolean everOpen;
    private long openAgainNanos = Long.MAX_VALUE;
    /** Since when there has been no connection, as far as the server is to blame. */
    private long goneNanos;

    private long repliesAtOpen;

    CycleClient(LoopContext context, ClientRequests requests, Cycle cycle) {
        this.context = context;
        this.requests = requests;
        this.cycle = cycle;
        this.connection = new LoadConnection(context, requests);
        this.cycles = new CyclesUnderWay(cycle, context.spec.depth());
        this.longestBytes = Math.max(context.pool.largestBytes(), cycle.longestLaterBytes());
    }

    @Override
    public void open() {
        openAgainNanos = Long.MAX_VALUE;
        greetings = cycle.greeting().size();
        Counter why = connection.connect(this);
        if (why != null) {
            failed(why);
        } else if (connection.isOpen()) {
            greet();
        }
    }

    private void greet() {
        ByteBuffer out = context.out.clear();
        cycle.greeting().forEach(out::put);
        try {
            connection.send(out.flip());
        } catch (IOException e) {
            failed(connection.failed(Counter.REFUSED));
        }
    }

    private void greeted(ByteBuffer reply) throws ProtocolException {
        if (!cycle.greets(reply)) {
            throw new ProtocolException.Malformed("not a reply to a greeting");
        }
        greetings--;
        if (greetings == 0) {
            if (everOpen) {
                context.counts().add(Counter.RECONNECTED);
            }
            everOpen = true;
            repliesAtOpen = requests.replies();
            long now = context.clock.now();
            requests.free(now, goneNanos + now - connection.askedNanos());
        }
    }

    private void failed(Counter why) {
        long now = context.clock.now();
        if (why == Counter.REFUSED) {
            goneNanos = now; // it was not to be had until now at least; what this host lacks is not the server's doing
        }
        openAgainNanos = now + CONNECT_AGAIN_NANOS;
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen() && greetings == 0;
    }

    @Override
    public boolean everOpen() {
        return everOpen;
    }

    @Override
    public boolean isOpening() {
        return !connection.isNone() && !isOpen();
    }

    @Override
    public ClientRequests requests() {
        return requests;
    }

    @Override
    public void begin(RunPhase phase) {
        requests.begin(phase);
        connection.begin();
        goneNanos = 0;
        if (connection.isNone()) {
            openAgainNanos = CONNECT_AGAIN_NANOS;
        }
    }

    /** Without a connection an ideal generator would have waited as well. */
    @Override
    public void end(long nowNanos, Outcome owed) {
        if (!isOpen()) {
            requests.free(nowNanos, nowNanos);
        }
        requests.end(nowNanos, owed);
    }

    @Override
    public void pump() {
        boolean more = true;
        while (more && isOpen() && !connection.sendsRest()) {
            ByteBuffer out = context.out.clear();
            more = fill(out);
            try {
                if (out.position() > 0) {
                    connection.send(out.flip());
                }
            } catch (IOException e) {
                gone(Outcome.CLOSED);
            }
        }
    }

    /** Writes what is to be sent; true when there is more than fits. */
    private boolean fill(ByteBuffer out) {
        long now = context.clock.now(); // a stamp is taken before the bytes leave
        while (cycles.hasToSend()) {
            if (out.remaining() < longestBytes) {
                return true;
            }
            cycles.writeNext(out, now);
        }
        while (context.sending) {
            if (out.remaining() < longestBytes) {
                return true;
            }
            int slot = requests.take(now);
            if (slot < 0) {
                return false;
            }
            context.pool.put(requests.message(slot), requests.number(slot), out);
            cycles.begin(slot, requests.intendedNanos(slot), now);
        }
        return false;
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
        if (connection.isOpen() && key.isValid() && key.isWritable()) {
            sendRest();
        }
    }

    private void finishConnect() {
        Counter why = connection.finishConnect();
        if (why != null) {
            failed(why);
        } else if (connection.isOpen()) {
            greet();
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

    private void receive() {
        try {
            ClientSession<byte[], ByteBuffer> replies = connection.replies();
            if (connection.read() < 0) {
                gone(Outcome.CLOSED);
                return;
            }
            replies.receive(context.in);
            for (ByteBuffer reply = replies.next(); reply != null; reply = replies.next()) {
                if (greetings > 0) {
                    greeted(reply);
                } else {
                    take(reply);
                }
            }
        } catch (ProtocolException e) {
            gone(Outcome.MALFORMED);
        } catch (IOException e) {
            gone(Outcome.CLOSED);
        } catch (LoadStoppedException e) {
            stop(e);
        }
        pump();
    }

    private void take(ByteBuffer reply) throws LoadStoppedException {
        int slot = cycles.awaited();
        if (slot < 0) {
            context.counts().add(Counter.UNEXPECTED);
            return;
        }
        int step = cycles.step(slot);
        long sent = cycles.sentNanos(slot);
        long done = Math.max(context.poll.readyNanos(), sent);
        cycles.unread(slot, context.poll.unreadNanos(sent));
        context.recorder.steps().done(step, cycles.dueNanos(slot), sent, done);
        String refusal;
        try {
            refusal = cycles.read(reply);
        } catch (LoadStoppedException e) {
            context.recorder.steps().error(step, e.word());
            requests.finish(slot, done, cycles.ownNanos(slot), Outcome.WRONG);
            throw e;
        }
        if (refusal != null) {
            context.recorder.steps().error(step, refusal);
            requests.finish(slot, done, cycles.ownNanos(slot), Outcome.WRONG);
        } else if (!cycles.next(slot, done)) {
            requests.finish(slot, done, cycles.ownNanos(slot), Outcome.REPLY);
        }
    }

    /** The load must not go on. The connection ends at once: what it holds is the server's again. */
    private void stop(LoadStoppedException why) {
        connection.close();
        cycles.clear();
        requests.finishAll(context.clock.now(), Outcome.ABANDONED);
        context.stopLoad.accept(String.valueOf(why.getMessage()));
    }

    /** The connection is over; the cycles on it have this outcome. One that served is made again at once. */
    private void gone(Outcome outcome) {
        close();
        long now = context.clock.now();
        for (int slot = requests.oldest(); slot >= 0; slot = requests.after(slot)) {
            context.recorder.steps().over(cycles.step(slot), cycles.dueNanos(slot), now, outcome.text());
        }
        cycles.clear();
        requests.finishAll(now, outcome);
        goneNanos = now;
        if (greetings > 0) {
            context.counts().add(Counter.REFUSED);
        }
        if (context.sending && requests.replies() > repliesAtOpen) {
            open();
        } else {
            openAgainNanos = now + CONNECT_AGAIN_NANOS;
        }
    }

    @Override
    public void sweep(long nowNanos) {
        long timeout = context.spec.replyTimeout().toNanos();
        int awaited = cycles.awaited();
        if (awaited >= 0 && nowNanos - cycles.sentNanos(awaited) >= timeout) {
            gone(Outcome.LOST);
        } else if (isOpening() && nowNanos - connection.askedNanos() >= timeout) {
            failed(connection.failed(Counter.REFUSED));
        } else if (connection.isNone() && context.sending && nowNanos >= openAgainNanos) {
            open();
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
