package dev.parley.load;

import dev.parley.result.Outcome;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One client's queue of due requests, and its requests in flight. Uses no socket and no clock; one thread at a time.
 *
 * <pre>
 *   due --> owed (a number) --take--> in flight (at most depth) --finish--> LoopRecorder
 *             '------------------ end: unsent -----------------------------------^
 * </pre>
 *
 * Client c of N has the requests c, c + N, c + 2N ... and sends them in this order, so those owed need no list.
 */
final class ClientRequests {
    private final int client;
    private final int clients;
    private final int depth;
    private final int messages;
    private final LoopRecorder recorder;
    private final InFlight inFlight;
    private final IdealClient ideal;
    private RunPhase phase;
    private int nextMessage;
    /** Of this phase. */
    private long round;
    /** Requests of the phase before. */
    private long numbered;

    private long owed;
    /** Written by the loop, read by any thread. */
    private final AtomicLong replies = new AtomicLong();

    private long freeSinceNanos;

    /** @param messages how many different messages there are */
    ClientRequests(int client, int clients, int depth, int messages, RunPhase phase, LoopRecorder recorder) {
        this.client = client;
        this.clients = clients;
        this.depth = depth;
        this.messages = messages;
        this.phase = phase;
        this.ideal = new IdealClient(depth);
        this.recorder = recorder;
        this.inFlight = new InFlight(depth);
        // Shifted by client, so that neighbours in time and neighbours in number send different messages.
        this.nextMessage = client % messages;
    }

    /** The client's number, from 0. */
    int client() {
        return client;
    }

    /** Another phase begins, and its clock at 0. Nothing is in flight, and nothing owed. */
    void begin(RunPhase next) {
        phase = next;
        numbered += round;
        round = 0;
        freeSinceNanos = 0;
        ideal.begin();
    }

    /** One more of this client's requests has come due. */
    void due() {
        owed++;
        recorder.due();
    }

    /**
     * Until now something other than this process prevented sending: no connection, or a full one.
     *
     * @param idealNanos until when it would have prevented an ideal generator from sending
     */
    void free(long nowNanos, long idealNanos) {
        freeSinceNanos = nowNanos;
        ideal.blockedUntil(idealNanos);
    }

    /** Takes the next request to send it now: its slot among those in flight, or -1 when none is to be sent. */
    int take(long nowNanos) {
        if (inFlight.size() == depth || (phase.closedLoop() ? !phase.mayStart(nowNanos) : owed == 0)) {
            return InFlight.NONE;
        }
        long sequence = round * clients + client;
        long due = phase.closedLoop() ? nowNanos : phase.handedOutNanos(sequence);
        long idealSent = ideal.send(due, nowNanos);
        recorder.sent(due, Math.max(due, freeSinceNanos), nowNanos, idealSent - due);
        int slot = inFlight.add(sequence, nextMessage(), due, nowNanos, idealSent);
        round++;
        owed--;
        return slot;
    }

    /** In turn; one whose last request still waits for its reply is passed over, so that a reply has one owner. */
    private int nextMessage() {
        int oldest = inFlight.oldest();
        // Before so many requests have passed, none can have come round; as many in flight as messages identify
        // nothing.
        if (oldest != InFlight.NONE && depth < messages && round - sequence(oldest) / clients >= messages) {
            while (inFlight.carries(nextMessage)) {
                nextMessage = (nextMessage + 1) % messages;
            }
        }
        int message = nextMessage;
        nextMessage = (message + 1) % messages;
        return message;
    }

    /**
     * The connection of a request that was taken is there, and it is sent now.
     *
     * @param connectNanos from asking for the connection until it was there
     * @param ownNanos the part of it that may have been this process's own
     */
    void connected(int slot, long connectNanos, long ownNanos, long nowNanos) {
        recorder.connected(inFlight.intendedNanos(slot), connectNanos);
        inFlight.sentLater(slot, nowNanos, Math.max(0, connectNanos - ownNanos));
    }

    int inFlight() {
        return inFlight.size();
    }

    /** The slot of the oldest request in flight, or -1. */
    int oldest() {
        return inFlight.oldest();
    }

    /** The slot of the request in flight that was sent after this one, or -1. */
    int after(int slot) {
        return inFlight.after(slot);
    }

    int message(int slot) {
        return inFlight.message(slot);
    }

    /** This client's requests are numbered from 1, without a gap. */
    long number(int slot) {
        return numbered + sequence(slot) / clients + 1;
    }

    /** The number of the request sent last; 0 before there was one. */
    long newestNumber() {
        return numbered + round;
    }

    /** The number of the last request of the phase before; 0 when there was none. */
    long newestNumberBefore() {
        return numbered;
    }

    private long sequence(int slot) {
        return inFlight.sequence(slot);
    }

    long sentNanos(int slot) {
        return inFlight.sentNanos(slot);
    }

    /** When it was due; in a closed loop, when it was sent. */
    long intendedNanos(int slot) {
        return inFlight.intendedNanos(slot);
    }

    /** Of this phase. */
    PhaseCounters counts() {
        return recorder.counts();
    }

    /** A request in flight is over, without a reply. */
    void finish(int slot, long nowNanos, Outcome outcome) {
        finish(slot, nowNanos, 0, outcome);
    }

    /**
     * A request in flight is over.
     *
     * @param doneNanos when its reply was there
     * @param unreadNanos for how long the reply may have been there before
     */
    void finish(int slot, long doneNanos, long unreadNanos, Outcome outcome) {
        if (outcome.answered()) {
            replies.lazySet(replies.getPlain() + 1);
        }
        if (inFlight.size() == depth) {
            freeSinceNanos = doneNanos;
        }
        long sent = sentNanos(slot);
        long intended = inFlight.intendedNanos(slot);
        long idealDone = inFlight.idealSentNanos(slot) + Math.max(0, doneNanos - sent - unreadNanos);
        // A closed loop has no clock but service time, and connecting is no part of that.
        long idealBegin = phase.closedLoop() ? inFlight.idealSentNanos(slot) : intended;
        recorder.done(sequence(slot), intended, sent, doneNanos, idealDone - idealBegin, outcome);
        ideal.done(idealDone);
        inFlight.remove(slot);
    }

    /** All requests in flight are over. */
    void finishAll(long nowNanos, Outcome outcome) {
        while (inFlight.size() > 0) {
            finish(inFlight.oldest(), nowNanos, outcome);
        }
    }

    /** True when nothing is owed; a closed loop owes nothing. */
    boolean nothingOwed() {
        return phase.closedLoop() || owed == 0;
    }

    /** True when this process alone keeps a request that is due from being sent. */
    boolean behind() {
        return !phase.closedLoop() && owed > 0 && inFlight.size() < depth;
    }

    /** Due and without a reply, sent or not. */
    long open() {
        return inFlight.size() + (phase.closedLoop() ? 0 : owed);
    }

    /** Nothing more is sent: what is still owed counts at its age. */
    void end(long nowNanos, Outcome outcome) {
        long idealFree = ideal.freeFrom(idealBusyUntil(nowNanos));
        for (; !phase.closedLoop() && owed > 0; owed--, round++) {
            long sequence = round * clients + client;
            long due = phase.handedOutNanos(sequence);
            // Negative where a warm-up was ended while this one was handed out.
            long age = Math.max(0, nowNanos - due);
            recorder.unsent(sequence, due, due + age, Math.clamp(idealFree - due, 0, age), outcome);
        }
    }

    /** Those in flight take at least as long as they have taken by now. */
    private long idealBusyUntil(long nowNanos) {
        long earliest = Long.MAX_VALUE;
        for (int slot = inFlight.oldest(); slot != InFlight.NONE; slot = inFlight.after(slot)) {
            earliest = Math.min(earliest, inFlight.idealSentNanos(slot) + nowNanos - inFlight.sentNanos(slot));
        }
        return earliest;
    }

    /** Replies so far, those of the warm-up too. Any thread. */
    long replies() {
        return replies.get();
    }
}
