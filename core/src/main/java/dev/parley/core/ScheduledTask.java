package dev.parley.core;

/** Something a service has put off. Used on the conversation's thread. */
@FunctionalInterface
public interface ScheduledTask {
    /** Drops the task unless it has begun; then nothing happens. */
    void cancel();
}
