package dev.parley.load;

import dev.parley.result.LatencyHistogram;

/** All times of a run's requests, or of a stage's. Mutable; one thread at a time. */
record Clocks(
        LatencyHistogram response,
        LatencyHistogram service,
        LatencyHistogram lateness,
        LatencyHistogram ideal,
        LatencyHistogram slotWait,
        LatencyHistogram connect,
        LatencyHistogram handshake) {
    /** Empty ones. */
    Clocks() {
        this(
                new LatencyHistogram(),
                new LatencyHistogram(),
                new LatencyHistogram(),
                new LatencyHistogram(),
                new LatencyHistogram(),
                new LatencyHistogram(),
                new LatencyHistogram());
    }

    void add(Clocks other) {
        response.add(other.response);
        service.add(other.service);
        lateness.add(other.lateness);
        ideal.add(other.ideal);
        slotWait.add(other.slotWait);
        connect.add(other.connect);
        handshake.add(other.handshake);
    }
}
