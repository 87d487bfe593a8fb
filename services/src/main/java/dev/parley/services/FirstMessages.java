package dev.parley.services;

import java.util.concurrent.atomic.AtomicLong;

/** The messages that have faults, of all conversations of a server: the first so many. Any thread. */
final class FirstMessages {
    private final long most;
    private final AtomicLong seen = new AtomicLong();

    /** @param most {@link Faults#NEVER} for all */
    FirstMessages(long most) {
        this.most = most;
    }

    /** Whether the message that is here now is one of them. */
    boolean next() {
        return most == Faults.NEVER || (seen.get() < most && seen.getAndIncrement() < most);
    }
}
