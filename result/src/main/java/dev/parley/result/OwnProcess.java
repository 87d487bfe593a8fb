package dev.parley.result;

/**
 * What the measuring process itself went through in the measured time: the causes of what it did late.
 *
 * @param hiccups by how much a sleeping thread of it woke up late
 * @param collections of garbage
 * @param collectionMillis what they took in all
 * @param runDelayNanos for how long its sending threads were ready to run and had no core, all together; 0 where unknown
 * @param pressureNanos for how long any process of this host waited for a core (Linux pressure stall information); 0 where unknown
 * @param stolenNanos what the hypervisor took from this host's cores, all together; 0 where unknown
 */
public record OwnProcess(
        LatencyHistogram hiccups,
        long collections,
        long collectionMillis,
        long runDelayNanos,
        long pressureNanos,
        long stolenNanos) {
    /** One that nothing is known of. */
    public static OwnProcess unknown() {
        return new OwnProcess(new LatencyHistogram(), 0, 0, 0, 0, 0);
    }
}
