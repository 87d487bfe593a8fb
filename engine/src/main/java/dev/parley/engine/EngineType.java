package dev.parley.engine;

import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A kind of engine, and what has to be known to choose one and to make it.
 *
 * @param name on the command line: a small letter, then small letters, digits and hyphens
 * @param about one line for help texts: how clients are served, and which of them wait for a slow call
 * @param size what its size counts
 * @param defaultSize 1 where it has no size
 * @param oneClientAtATime true when over TCP a client waits until those before it have left
 * @param creation makes one of this size
 */
public record EngineType(
        String name, String about, Size size, int defaultSize, boolean oneClientAtATime, IntFunction<Engine> creation) {

    /** What the size of an engine counts. */
    public enum Size {
        /** It has no size. */
        NONE,
        /** Event loops, on which no service may block. */
        LOOPS,
        /** Threads, and so the clients served at once. */
        THREADS
    }

    public EngineType {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("invalid name of an engine: '" + name + "'");
        }
        if (defaultSize < 1) {
            throw new IllegalArgumentException("the size of " + name + " is 1 or more, not " + defaultSize);
        }
    }

    /** An engine without a size. */
    public static EngineType of(String name, String about, Supplier<Engine> creation) {
        return new EngineType(name, about, Size.NONE, 1, false, size -> creation.get());
    }

    /** An engine with a size. */
    public static EngineType sized(
            String name, String about, Size size, int defaultSize, IntFunction<Engine> creation) {
        return new EngineType(name, about, size, defaultSize, false, creation);
    }

    /** The same, declared to serve one client at a time. */
    public EngineType servingOneClientAtATime() {
        return new EngineType(name, about, size, defaultSize, true, creation);
    }

    /** One of the default size. */
    public Engine create() {
        return create(defaultSize);
    }

    /**
     * One of this size.
     *
     * @param number 1 or more; of no matter where it has no size
     */
    public Engine create(int number) {
        return creation.apply(number);
    }

    /** One that serves so many clients side by side, as far as that is a matter of its size; else of the default size. */
    public Engine createFor(int clients) {
        return size == Size.THREADS ? create(clients) : create();
    }
}
