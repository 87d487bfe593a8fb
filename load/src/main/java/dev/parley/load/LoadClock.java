package dev.parley.load;

/** Nanoseconds since the start of the run, on all its threads; before the start, since the clock was made. */
final class LoadClock {
    private volatile long epoch;

    LoadClock() {
        this(System.nanoTime());
    }

    /** A clock made earlier, or later: at this value of {@link System#nanoTime}. */
    LoadClock(long epoch) {
        this.epoch = epoch;
    }

    void restart() {
        epoch = System.nanoTime();
    }

    long now() {
        return System.nanoTime() - epoch;
    }
}
