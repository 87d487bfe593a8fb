package dev.parley.load;

import dev.parley.result.Outcome;

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
    private final RunPhases phases;
    private final LoopRecorder recorder;
    private final InFlight inFlight;
    private int nextMessage;
    private long round;
    private long owed;
    private long replies;
    private long freeSinceNanos;

    /** @param messages how many different messages there are */
    ClientRequests(int client, int clients, int depth, int messages, RunPhases phases, LoopRecorder recorder) {
        this.client = client;
        this.clients = clients;
        this.depth = depth;
        this.messages = messages;
        this.phases = phases;
        this.recorder = recorder;
        this.inFlight = new InFlight(depth);
        // Shifted by client, so that neighbours in time and neighbours in number send different messages.
        this.nextMessage = client % messages;
    }

    /** One more of this client's requests has come due. */
    void due(long intendedNanos) {
        owed++;
        recorder.due(intendedNanos);
    }

    /** Until now something other than this process prevented sending: no connection, or a full one. */
    void free(long nowNanos) {
        freeSinceNanos = nowNanos;
    }

    /** Takes the next request to send it now: its slot among those in flight, or -1 when none is to be sent. */
    int take(long nowNanos) {
        if (inFlight.size() == depth || (phases.closedLoop() ? !phases.mayStart(nowNanos) : owed == 0)) {
            return InFlight.NONE;
        }
        long sequence = round * clients + client;
        long due = phases.closedLoop() ? nowNanos : phases.dueNanos(sequence);
        recorder.sent(due, Math.max(due, freeSinceNanos), nowNanos);
        int slot = inFlight.add(sequence, nextMessage(), due, nowNanos);
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
        return sequence(slot) / clients + 1;
    }

    /** The number of the request sent last; 0 before there was one. */
    long newestNumber() {
        return round;
    }

    private long sequence(int slot) {
        return inFlight.sequence(slot);
    }

    long sentNanos(int slot) {
        return inFlight.sentNanos(slot);
    }

    /** Of the phase of the run in which the request was due. */
    PhaseCounters counts(int slot) {
        return recorder.of(inFlight.intendedNanos(slot)).counts;
    }

    /** A request in flight is over. */
    void finish(int slot, long nowNanos, Outcome outcome) {
        if (outcome.answered()) {
            replies++;
        }
        if (inFlight.size() == depth) {
            freeSinceNanos = nowNanos;
        }
        recorder.done(sequence(slot), inFlight.intendedNanos(slot), sentNanos(slot), nowNanos, outcome);
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
        return phases.closedLoop() || owed == 0;
    }

    /** Nothing more is sent: what is still owed counts at its age. */
    void end(long nowNanos) {
        for (; !phases.closedLoop() && owed > 0; owed--, round++) {
            long sequence = round * clients + client;
            recorder.unsent(sequence, phases.dueNanos(sequence), nowNanos);
        }
    }

    /** Replies so far, those of the warm-up too. */
    long replies() {
        return replies;
    }
}
