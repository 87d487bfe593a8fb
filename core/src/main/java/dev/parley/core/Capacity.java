package dev.parley.core;

/** How buffers grow. */
final class Capacity {
    /** Arrays of the very largest size cannot be had on every JVM. */
    private static final int MOST = Integer.MAX_VALUE - 8;

    private Capacity() {}

    /**
     * Twice what there was, or what is needed if that is more.
     *
     * @throws OutOfMemoryError when no array can hold what is needed
     */
    static int grown(int capacity, long needed) {
        if (needed > MOST) {
            throw new OutOfMemoryError("a message of more than " + MOST + " bytes");
        }
        return (int) Math.min(MOST, Math.max(needed, 2L * capacity));
    }
}
