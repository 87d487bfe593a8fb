package dev.parley.queue;

/** What became of a reserve. */
public sealed interface Reservation {
    /** A message, held until its time to run is over. */
    record Reserved(Message message) implements Reservation {}

    /** There was no message in time, or the holder stopped waiting. */
    record TimedOut() implements Reservation {}

    /**
     * There is no message, and the time to run of one that the holder has ends within a second: to be deleted, released or
     * touched before the next reserve.
     */
    record DeadlineSoon() implements Reservation {}
}
