package dev.parley.load;

/** Nanoseconds since the start of the run, on all its threads; before the start, since the clock was made. */
final class LoadClock {
    private volatile long epoch = System.nanoTime();

    void restart() {
        epoch = System.nanoTime();
    }

    long now() {
        return System.nanoTime() - epoch;
    }
}
