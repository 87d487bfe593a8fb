package dev.parley.services;

import dev.parley.core.MemoryBudget;
import dev.parley.core.Outbox;
import dev.parley.core.Peer;
import dev.parley.core.Session;
import dev.parley.core.SessionFactory;
import dev.parley.core.SessionHost;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A session whose replies have faults, and what that session takes for its engine. While there are none it hands the engine's outbox
 * on as it is.
 */
final class FaultySession implements Session, SessionHost {
    private final SwitchableFaults faults;
    private final boolean datagrams;
    private final long conversation;
    private final SessionHost engine;
    private final Session session;
    /** Null until there are faults. */
    private @Nullable FaultyOutbox outbox;
    /** What the session wants, until it is resumed. */
    private boolean wanted;

    private long wantedNanos;

    FaultySession(SwitchableFaults faults, boolean datagrams, SessionFactory sessions, Peer peer, SessionHost engine) {
        this.faults = faults;
        this.datagrams = datagrams;
        this.conversation = peer.number();
        this.engine = engine;
        this.session = sessions.open(peer, this);
    }

    // ---- an engine for the session

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
        if (outbox != null && outbox.holds() && !(wanted && wantedNanos - outbox.nextNanos() < 0)) {
            engine.wakeUpAt(outbox.nextNanos());
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

    // ---- a session for the engine

    private Outbox before(Outbox engines) {
        FaultSetting setting = faults.setting();
        FaultyOutbox faulty = outbox;
        if (faulty == null) {
            if (setting.off()) {
                return engines;
            }
            faulty = new FaultyOutbox(setting, datagrams, conversation, engine.memory());
            outbox = faulty;
        }
        faulty.before(engines, setting, engine.nanoTime());
        if (setting.off() && !faulty.holds() && !faulty.brokenOff()) {
            outbox = null;
            return engines;
        }
        return faulty;
    }

    private Step after(Step step) {
        if (outbox == null) {
            return step;
        }
        if (outbox.holds()) {
            wakeUpAtTheFirst();
        }
        Step next = outbox.brokenOff() ? Step.CLOSE : step;
        return next == Step.CLOSE && outbox.isPacing() ? Step.PAUSED : next;
    }

    @Override
    public Step receive(ByteBuffer in, Outbox out) {
        return after(session.receive(in, before(out)));
    }

    @Override
    public Step resume(Outbox out) {
        wanted = false;
        return after(session.resume(before(out)));
    }

    @Override
    public Step endOfInput(Outbox out) {
        return after(session.endOfInput(before(out)));
    }

    @Override
    public Step drain(Outbox out) {
        Outbox replies = before(out);
        if (outbox != null) {
            outbox.release();
        }
        return after(session.drain(replies));
    }

    @Override
    public Step expire(Outbox out) {
        return after(session.expire(before(out)));
    }

    @Override
    public void closed() {
        try {
            if (outbox != null) {
                outbox.abandon();
            }
        } finally {
            session.closed();
        }
    }

    @Override
    public boolean midMessage() {
        return session.midMessage();
    }

    @Override
    public boolean settled() {
        return session.settled() && (outbox == null || !outbox.holds());
    }

    /** What waits for bandwidth is not owed any more. */
    @Override
    public long owedSinceNanos() {
        return session.settled() ? engine.nanoTime() : session.owedSinceNanos();
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
        return outbox != null && outbox.brokenOff() ? Ending.BROKEN_OFF : session.ending();
    }

    @Override
    public boolean endCompletesReply() {
        return session.endCompletesReply();
    }
}
