package dev.parley.load;

import dev.parley.core.ClientSession;
import dev.parley.core.ProtocolException;
import dev.parley.result.Counter;
import dev.parley.result.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Requests that are cycles of several steps, on a TCP connection that begins with a greeting. A step that has no reply in time
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
final class CycleExchange implements Exchange {
    private final StreamClient client;
    private final LoopContext context;
    private final ClientRequests requests;
    private final LoadConnection connection;
    private final Cycle cycle;
    private final CyclesUnderWay cycles;
    private final int longestBytes;
    /** Greetings without a reply; cycles begin when there are none. */
    private int greetings;

    CycleExchange(StreamClient client, Cycle cycle) {
        this.client = client;
        this.context = client.context();
        this.requests = client.requests();
        this.connection = client.connection();
        this.cycle = cycle;
        this.cycles = new CyclesUnderWay(cycle, context.spec.depth());
        this.longestBytes = Math.max(context.pool.largestBytes(), cycle.longestLaterBytes());
    }

    @Override
    public void connected() {
        greetings = cycle.greeting().size();
        ByteBuffer out = context.out.clear();
        cycle.greeting().forEach(out::put);
        try {
            connection.send(out.flip());
        } catch (IOException e) {
            client.failed(connection.failed(Counter.REFUSED));
        }
    }

    private void greeted(ByteBuffer reply) throws ProtocolException {
        if (!cycle.greets(reply)) {
            throw new ProtocolException.Malformed("not a reply to a greeting");
        }
        greetings--;
        if (greetings == 0) {
            client.opened();
        }
    }

    @Override
    public boolean isReady() {
        return greetings == 0;
    }

    @Override
    public void pump() {
        boolean more = true;
        while (more && client.isOpen() && !connection.sendsRest()) {
            ByteBuffer out = context.out.clear();
            more = fill(out);
            try {
                if (out.position() > 0) {
                    connection.send(out.flip());
                }
            } catch (IOException e) {
                client.gone(Outcome.CLOSED);
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
    public void receive() {
        try {
            ClientSession<byte[], ByteBuffer> replies = connection.replies();
            if (connection.read() < 0) {
                client.gone(Outcome.CLOSED);
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
            client.gone(Outcome.MALFORMED);
        } catch (IOException e) {
            client.gone(Outcome.CLOSED);
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

    @Override
    public void abandon(long nowNanos, Outcome outcome) {
        for (int slot = requests.oldest(); slot >= 0; slot = requests.after(slot)) {
            context.recorder.steps().over(cycles.step(slot), cycles.dueNanos(slot), nowNanos, outcome.text());
        }
        cycles.clear();
        requests.finishAll(nowNanos, outcome);
        if (greetings > 0) {
            context.counts().add(Counter.REFUSED);
        }
    }

    @Override
    public boolean isOverdue(long nowNanos, long timeoutNanos) {
        int awaited = cycles.awaited();
        return awaited >= 0 && nowNanos - cycles.sentNanos(awaited) >= timeoutNanos;
    }
}
