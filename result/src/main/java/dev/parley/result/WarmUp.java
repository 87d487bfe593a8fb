package dev.parley.result;

/**
 * What preceded the measured time.
 *
 * @param nanos how long it took
 * @param ready false when the load generator still compiled its code, or was behind its schedule, when the limit was reached
 */
public record WarmUp(long nanos, boolean ready) {
    /** None, or one that nothing is known of. */
    public static WarmUp none() {
        return new WarmUp(0, true);
    }
}
