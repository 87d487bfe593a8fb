package dev.parley.queue.sqlite;

import dev.parley.queue.MessageState;

/** States as they are stored. A message that is held is stored as a ready one: the lease ends with its process. */
final class States {
    static final int READY = 0;
    static final int DELAYED = 1;
    static final int BURIED = 2;

    private States() {}

    static int onDisk(MessageState state) {
        return switch (state) {
            case READY, RESERVED -> READY;
            case DELAYED -> DELAYED;
            case BURIED -> BURIED;
        };
    }

    /** @throws IllegalArgumentException for a number that is no state's */
    static MessageState of(int onDisk) {
        return switch (onDisk) {
            case READY -> MessageState.READY;
            case DELAYED -> MessageState.DELAYED;
            case BURIED -> MessageState.BURIED;
            default -> throw new IllegalArgumentException("there is no state " + onDisk);
        };
    }
}
