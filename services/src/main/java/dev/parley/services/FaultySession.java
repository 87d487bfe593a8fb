package dev.parley.services;

import dev.parley.core.MemoryBudget;
import dev.parley.core.Outbox;
import dev.parley.core.Peer;
import dev.parley.core.Session;
import dev.parley.core.SessionFactory;
import dev.parley.core.SessionHost;
import java.nio.ByteBuffer;

/** A session whose replies have faults. */
final class FaultySession implements Session {
    private final Session session;
    private final FaultyOutbox outbox;
    private final Host host;

    private FaultySession(Session session, FaultyOutbox outbox, Host host) {
        this.session = session;
        this.outbox = outbox;
        this.host = host;
    }

    static Session open(
            Faults faults,
            FirstMessages affected,
            boolean datagrams,
            SessionFactory sessions,
            Peer peer,
            SessionHost engine) {
        FaultyOutbox outbox = new FaultyOutbox(faults, affected, datagrams, peer.number());
        Host host = new Host(engine, outbox);
        return new FaultySession(sessions.open(peer, host), outbox, host);
    }

    /** Wakes the session also for a reply that is held. */
    private static final class Host implements SessionHost {
        private final SessionHost engine;
        private final FaultyOutbox outbox;
        /** What the session wants, until it is resumed. */
        private boolean wanted;

        private long wantedNanos;

        Host(SessionHost engine, FaultyOutbox outbox) {
            this.engine = engine;
            this.outbox = outbox;
        }

        @Override
        public void wakeUp() {
            engine.wakeUp();
        }

        @Override
        public void wakeUpAt(long nanoTime) {
            wanted = true;
            wantedNanos = nanoTime;
            wakeUpAtTheFirst();
        }

        /** The engine knows one time alone. */
        private void wakeUpAtTheFirst() {
            if (outbox.holds() && !(wanted && wantedNanos - outbox.heldUntilNanos() < 0)) {
                engine.wakeUpAt(outbox.heldUntilNanos());
            } else if (wanted) {
                engine.wakeUpAt(wantedNanos);
            }
        }

        @Override
        public long nanoTime() {
            return engine.nanoTime();
        }

        @Override
        public MemoryBudget memory() {
            return engine.memory();
        }
    }

    private Step after(Step step) {
        if (outbox.holds()) {
            host.wakeUpAtTheFirst();
        }
        return outbox.brokenOff() ? Step.CLOSE : step;
    }

    @Override
    public Step receive(ByteBuffer in, Outbox out) {
        outbox.before(out, host.nanoTime());
        return after(session.receive(in, outbox));
    }

    @Override
    public Step resume(Outbox out) {
        host.wanted = false;
        outbox.before(out, host.nanoTime());
        return after(session.resume(outbox));
    }

    @Override
    public Step endOfInput(Outbox out) {
        outbox.before(out, host.nanoTime());
        return after(session.endOfInput(outbox));
    }

    @Override
    public Step drain(Outbox out) {
        outbox.before(out, host.nanoTime());
        outbox.release();
        return after(session.drain(outbox));
    }

    @Override
    public Step expire(Outbox out) {
        outbox.before(out, host.nanoTime());
        return after(session.expire(outbox));
    }

    @Override
    public void closed() {
        outbox.abandon();
        session.closed();
    }

    @Override
    public boolean midMessage() {
        return session.midMessage();
    }

    @Override
    public boolean settled() {
        return session.settled() && !outbox.holds();
    }

    @Override
    public long owedSinceNanos() {
        return session.owedSinceNanos();
    }

    @Override
    public long messages() {
        return session.messages();
    }

    @Override
    public long faults() {
        return session.faults();
    }

    @Override
    public Ending ending() {
        return outbox.brokenOff() ? Ending.BROKEN_OFF : session.ending();
    }

    @Override
    public boolean endCompletesReply() {
        return session.endCompletesReply();
    }
}
