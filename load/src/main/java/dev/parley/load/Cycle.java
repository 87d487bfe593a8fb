package dev.parley.load;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that takes several steps: each is sent when the reply to the one before has come, and may be made of it. Each step gets one
 * reply, and those of one connection come in the order in which the steps were sent. Immutable; safe for any thread.
 */
public interface Cycle {
    /** What is loaded, as a result names it: {@code beanstalk://127.0.0.1:11300/parley-load}. */
    String target();

    /**
     * What the messages of this load have in common, so that another load generator of the same load knows them as its own; empty where
     * they have nothing.
     */
    String mark();

    /** The names of the steps, in their order; at least one. */
    List<String> steps();

    /** What a new connection sends before its first cycle, as it travels; each gets one reply. Not to be changed. */
    List<byte[]> greeting();

    /** Whether this is the right reply to a greeting. */
    boolean greets(ByteBuffer reply);

    /** The request of the first step, as it travels, with this message of the load; it may use the array. */
    byte[] first(byte[] message);

    /** The later steps are no longer than this as they travel. */
    int longestLaterBytes();

    /** The state of one cycle at a time. */
    UnderWay newUnderWay();

    /** A cycle under way; used for one after the other, by one thread. */
    interface UnderWay {
        /** Writes the request of a step after the first, whose number is 0. */
        void write(int step, ByteBuffer out);

        /**
         * Takes the reply to a step.
         *
         * @return null when the next step can be sent, or the cycle is complete; else the server's word for why not, and the cycle is over
         * @throws LoadStoppedException when the load must not go on; its connection is closed at once
         */
        @Nullable
        String read(int step, ByteBuffer reply) throws LoadStoppedException;
    }
}
