package dev.parley.load;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.OwnProcess;

/**
 * What this process and its host have gone through until a moment; from two of them follows what they went through meanwhile.
 *
 * @param collections of garbage
 * @param collectionMillis what they took in all
 * @param runDelayNanos for how long the sending threads waited for a core
 * @param host what the host's cores went through
 */
record ProcessTimes(long collections, long collectionMillis, long runDelayNanos, HostTimes host) {
    /** Until now. Reads some files: a tenth of a millisecond or so. */
    static ProcessTimes now(long runDelayNanos) {
        return new ProcessTimes(
                GarbageCollections.count(), GarbageCollections.millis(), runDelayNanos, HostTimes.now());
    }

    /** From an earlier moment until this one. */
    OwnProcess since(ProcessTimes earlier, LatencyHistogram hiccups) {
        HostTimes between = host.since(earlier.host);
        return new OwnProcess(
                hiccups,
                collections - earlier.collections,
                collectionMillis - earlier.collectionMillis,
                runDelayNanos - earlier.runDelayNanos,
                between.pressureNanos(),
                between.stolenNanos());
    }
}
