package dev.parley.queue;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Each operation runs at once, on its caller's thread, under one lock; its answers are given after the lock is free. */
final class CallersTurn implements Turns {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable StoreIndex index;

    @Override
    public void start(StoreIndex started) {
        lock.lock();
        try {
            index = started;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void submit(Operation operation) {
        Runnable answers;
        lock.lock();
        try {
            if (index == null) {
                answers = () -> operation.refuse(new StoreException(StoreException.Kind.CLOSED, "the store is closed"));
            } else {
                operation.run();
                answers = index.answers().take();
            }
        } finally {
            lock.unlock();
        }
        answers.run();
    }

    @Override
    public void close(Runnable last) {
        Runnable answers = () -> {};
        lock.lock();
        try {
            if (index != null) {
                last.run();
                answers = index.answers().take();
                index = null;
            }
        } finally {
            lock.unlock();
        }
        answers.run();
    }
}
