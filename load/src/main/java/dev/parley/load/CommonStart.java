package dev.parley.load;

import java.io.IOException;

/**
 * What a run waits for that has a part of a load beside other load generators: they connect, warm up and begin together. Each method
 * is called once at most, by a thread of the run, and blocks until all have come so far, or until {@link #release}.
 */
public interface CommonStart {
    /** Of a load generator that is alone: it waits for nobody. */
    CommonStart ALONE = new CommonStart() {
        @Override
        public void connected() {}

        @Override
        public void warm() {}

        @Override
        public void begin() {}

        @Override
        public void release() {}
    };

    /**
     * This generator's clients have connected.
     *
     * @throws IOException when the load will not take place; with a text for the user
     */
    void connected() throws IOException, InterruptedException;

    /** This generator is warm, and goes on with its warm-up until all are. */
    void warm() throws InterruptedException;

    /** Nothing is in flight any more; the measured part begins when this returns. Not interrupted. */
    void begin();

    /** The run is stopped: nobody waits any more. Any thread. */
    void release();
}
