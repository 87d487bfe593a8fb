package dev.parley.services;

import dev.parley.core.PrintableText;
import dev.parley.queue.MessageState;
import java.time.Duration;

/**
 * A command of the beanstalk protocol, checked as far as its line allows. Times are whole seconds on the wire, priorities and times
 * unsigned 32-bit, numbers of messages unsigned 64-bit.
 */
public sealed interface BeanstalkCommand {
    /** The word it is counted by: {@code put}, {@code reserve-with-timeout} ...; empty for one that is not counted. */
    String word();

    /**
     * The name, when a tube can have it.
     *
     * @throws IllegalArgumentException when it cannot, with a text for the user
     */
    static String requireTube(String name) {
        return require(name, "the name of a tube");
    }

    /**
     * The key of {@link Once}, when it can be one: as tubes are named.
     *
     * @throws IllegalArgumentException when it cannot, with a text for the user
     */
    static String requireKey(String key) {
        return require(key, "a key");
    }

    private static String require(String name, String what) {
        if (!BeanstalkLine.isTube(name)) {
            throw new IllegalArgumentException("'" + PrintableText.of(name) + "' is not " + what + ": 1 to "
                    + BeanstalkLine.LONGEST_TUBE_NAME + " of A-Z a-z 0-9 - + / ; . $ _ ( ), not beginning with -");
        }
        return name;
    }

    /** Stores a message in the tube that is used. */
    record Put(long priority, Duration delay, Duration timeToRun, byte[] body) implements BeanstalkCommand {
        @Override
        public String word() {
            return "put";
        }

        @Override
        public String toString() {
            return "put " + priority + " " + delay.toSeconds() + " " + timeToRun.toSeconds() + " " + body.length;
        }
    }

    /** Reserves the next message. */
    record Reserve(String word, Duration atMost) implements BeanstalkCommand {}

    /** Reserves messages that are ready, at most so many. Parley's own. */
    record ReserveBatch(long most) implements BeanstalkCommand {
        @Override
        public String word() {
            return "reserve-batch";
        }
    }

    /** A command on one message, with what it takes besides: {@code release} has both, {@code bury} a priority. */
    record OnMessage(String word, long id, long priority, Duration delay) implements BeanstalkCommand {
        OnMessage(String word, long id) {
            this(word, id, 0, Duration.ZERO);
        }
    }

    /** Gives the next put a key: with the same one, its tube stores a message once. Parley's own. */
    record Once(String key) implements BeanstalkCommand {
        @Override
        public String word() {
            return "once";
        }
    }

    /** Lists messages of a tube in one state; Parley's own. */
    record ListMessages(String tube, MessageState state, long limit) implements BeanstalkCommand {
        @Override
        public String word() {
            return "list-jobs";
        }
    }

    /** A command on a tube, and for how long: {@code pause-tube}. */
    record OnTube(String word, String tube, Duration time) implements BeanstalkCommand {
        OnTube(String word, String tube) {
            this(word, tube, Duration.ZERO);
        }
    }

    /** Makes up to so many messages of the used tube ready. */
    record Kick(long bound) implements BeanstalkCommand {
        @Override
        public String word() {
            return "kick";
        }
    }

    /** One that is its word alone: {@code stats}, {@code peek-ready}, {@code list-tubes} ... */
    record Plain(String word) implements BeanstalkCommand {}

    /** Closes the connection. */
    record Quit() implements BeanstalkCommand {
        @Override
        public String word() {
            return "";
        }
    }

    /**
     * What is refused without a look at the store.
     *
     * @param reply the line to answer with
     * @param word as what it is counted; empty where its line could not be read
     */
    record Refused(String reply, String word) implements BeanstalkCommand {
        @Override
        public String toString() {
            return "refused " + PrintableText.of(reply);
        }
    }
}
