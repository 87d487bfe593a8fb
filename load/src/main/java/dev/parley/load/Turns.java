package dev.parley.load;

/**
 * The requests of one client: those that are due and wait for their turn, and those in flight, oldest first. Knows no socket
 * and no clock; one thread at a time.
 *
 * <pre>
 *   due --> owed (a number) --take--> in flight (at most depth) --finish--> Tally
 *             '------------------ end: unsent ---------------------------------^
 * </pre>
 *
 * Client c of N has the requests c, c + N, c + 2N ... and sends them in this order, so those owed need no list.
 */
final class Turns {
    private final int client;
    private final int clients;
    private final int depth;
    private final int messages;
    private final Plan plan;
    private final Tally tally;
    private final long[] sequences;
    private final long[] intended;
    private final long[] sent;
    private int oldest;
    private int inFlight;
    private long round;
    private long owed;
    private long replies;
    private long freeSinceNanos;

    /** @param messages how many different messages there are */
    Turns(int client, int clients, int depth, int messages, Plan plan, Tally tally) {
        this.client = client;
        this.clients = clients;
        this.depth = depth;
        this.messages = messages;
        this.plan = plan;
        this.tally = tally;
        this.sequences = new long[depth];
        this.intended = new long[depth];
        this.sent = new long[depth];
    }

    /** One more of this client's requests has come due. */
    void due(long intendedNanos) {
        owed++;
        tally.due(intendedNanos);
    }

    /** Until now something else than ourselves kept us from sending: no connection, or a full one. */
    void free(long nowNanos) {
        freeSinceNanos = nowNanos;
    }

    /** Takes the next request to send it now: the number of its message, or -1 when none is to be sent. */
    int take(long nowNanos) {
        if (inFlight == depth || (plan.closedLoop() ? !plan.mayStart(nowNanos) : owed == 0)) {
            return -1;
        }
        long sequence = round * clients + client;
        long due = plan.closedLoop() ? nowNanos : plan.dueNanos(sequence);
        int slot = slot(inFlight);
        sequences[slot] = sequence;
        intended[slot] = due;
        sent[slot] = nowNanos;
        tally.sent(due, Math.max(due, freeSinceNanos), nowNanos);
        int message = message(sequence);
        inFlight++;
        round++;
        owed--;
        return message;
    }

    private int slot(int place) {
        int slot = oldest + place;
        return slot >= depth ? slot - depth : slot;
    }

    /** By round, and shifted by client, so that neither neighbours in time nor neighbours in number say the same. */
    private int message(long sequence) {
        return (int) ((sequence / clients + client) % messages);
    }

    int inFlight() {
        return inFlight;
    }

    /** The message of the oldest request in flight. */
    int awaitedMessage() {
        return message(sequences[oldest]);
    }

    /** When the oldest request in flight was sent. */
    long awaitedSinceNanos() {
        return sent[oldest];
    }

    /** The oldest request in flight is over. */
    void finish(long nowNanos, Outcome outcome) {
        if (outcome == Outcome.REPLY || outcome == Outcome.WRONG) {
            replies++;
        }
        if (inFlight == depth) {
            freeSinceNanos = nowNanos;
        }
        tally.done(sequences[oldest], intended[oldest], sent[oldest], nowNanos, outcome);
        oldest = slot(1);
        inFlight--;
    }

    /** All requests in flight are over. */
    void finishAll(long nowNanos, Outcome outcome) {
        while (inFlight > 0) {
            finish(nowNanos, outcome);
        }
    }

    /** True when nothing is owed; a closed loop owes nothing. */
    boolean nothingOwed() {
        return plan.closedLoop() || owed == 0;
    }

    /** Nothing more is sent: what is still owed counts at its age. */
    void end(long nowNanos) {
        for (; !plan.closedLoop() && owed > 0; owed--, round++) {
            long sequence = round * clients + client;
            tally.unsent(sequence, plan.dueNanos(sequence), nowNanos);
        }
    }

    /** Replies so far, those of the warm-up too. */
    long replies() {
        return replies;
    }
}
