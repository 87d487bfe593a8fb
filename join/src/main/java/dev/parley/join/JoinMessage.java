package dev.parley.join;

import java.util.List;

/**
 * What load generators say to each other.
 *
 * @param text a version, or why; empty for none
 * @param number a process, a generator or a time in nanoseconds; 0 for none
 * @param attachments documents, or messages of the load
 */
record JoinMessage(Kind kind, String text, long number, List<byte[]> attachments) {
    /** All that is said. */
    enum Kind {
        /** To the coordinator: the version, and the process. */
        HELLO,
        /** To a generator: the load, the generator's number, and the messages of the load. */
        SETTINGS,
        /** To the coordinator: the {@link JoinPoint} in the text is reached. */
        ARRIVED,
        /** To a generator: all have reached the point in the text; the last one is to be passed in so many nanoseconds. */
        PASS,
        /** To the coordinator: a {@link #PASS} has come. */
        PASSED,
        /** To a generator: answer this, with its number. */
        PING,
        PONG,
        /** To a generator: send nothing more; what was measured is a result. */
        STOP,
        /** To the coordinator: the user of this generator ends it; its result follows. */
        LEAVING,
        /** Either way: nothing will come of it. */
        FAILED,
        /** To the coordinator: what was measured. */
        RESULT,
        /** To a generator: its result is there; the text says what is wrong with the whole. */
        DONE
    }

    JoinMessage {
        attachments = List.copyOf(attachments);
    }

    static JoinMessage of(Kind kind) {
        return new JoinMessage(kind, "", 0, List.of());
    }

    static JoinMessage of(Kind kind, String text) {
        return new JoinMessage(kind, text, 0, List.of());
    }

    static JoinMessage of(Kind kind, long number) {
        return new JoinMessage(kind, "", number, List.of());
    }
}
