package dev.parley.queue;

import java.time.Duration;

/**
 * What is known of one message.
 *
 * @param age since it was put
 * @param left until its delay or, when it is held, its time to run is over; otherwise zero
 * @param bytes of its body
 * @param history what happened to it
 */
public record MessageStats(
        long id,
        String tube,
        MessageState state,
        long priority,
        Duration age,
        Duration delay,
        Duration timeToRun,
        Duration left,
        int bytes,
        History history) {

    /** How often it was reserved, its time to run was over, and it was released, buried and kicked. */
    public record History(int reserves, int timeouts, int releases, int buries, int kicks) {
        /** Of a message nothing has happened to. */
        public static final History NONE = new History(0, 0, 0, 0, 0);

        History reserved() {
            return new History(reserves + 1, timeouts, releases, buries, kicks);
        }

        History timedOut() {
            return new History(reserves, timeouts + 1, releases, buries, kicks);
        }

        History released() {
            return new History(reserves, timeouts, releases + 1, buries, kicks);
        }

        History buried() {
            return new History(reserves, timeouts, releases, buries + 1, kicks);
        }

        History kicked() {
            return new History(reserves, timeouts, releases, buries, kicks + 1);
        }
    }
}
