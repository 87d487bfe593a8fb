package dev.parley.testkit;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The virtual threads of one proxy, so that it can wait for their end. */
final class ChaosThreads {
    private static final String NAME = "parley-chaos";

    private final Set<Thread> running = ConcurrentHashMap.newKeySet();

    void start(Runnable task) {
        Thread thread = Thread.ofVirtual().name(NAME).unstarted(() -> {
            try {
                task.run();
            } finally {
                running.remove(Thread.currentThread());
            }
        });
        running.add(thread);
        thread.start();
    }

    /** Waits for all, and those they start meanwhile; the caller has requested their end. */
    void awaitEnd() {
        boolean interrupted = false;
        for (List<Thread> left = List.copyOf(running); !left.isEmpty(); left = List.copyOf(running)) {
            for (Thread thread : left) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
