package dev.parley.services;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Runs the commands of one connection one after the other, in the order in which they came, on whatever thread is there. A command may
 * hold up those behind it until it is answered, which may be on another thread. No lock is held while a command runs. Any thread.
 */
final class InTurn {
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;
    private int held;

    /** Runs this now, or when those before it have run and nothing holds it up. */
    void run(Runnable command) {
        synchronized (this) {
            waiting.add(command);
            if (running) {
                return;
            }
            running = true;
        }
        drain();
    }

    /** Holds up what comes next; called by the command that runs. */
    synchronized void hold() {
        held++;
    }

    /** Ends a hold. */
    void release() {
        synchronized (this) {
            held--;
            if (running) {
                return;
            }
            running = true;
        }
        drain();
    }

    private void drain() {
        while (true) {
            Runnable next;
            synchronized (this) {
                next = held > 0 ? null : waiting.poll();
                if (next == null) {
                    running = false;
                    return;
                }
            }
            next.run();
        }
    }
}
