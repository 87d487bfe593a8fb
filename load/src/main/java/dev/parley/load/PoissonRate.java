package dev.parley.load;

import dev.parley.result.Rates;
import dev.parley.result.ScheduleKind;
import java.util.Arrays;

/**
 * So many requests a second on average, each at random: the gaps are exponential, as between requests of many
 * independent people. The same seed gives the same times.
 *
 * <p>Start times are the sums of all gaps before. The sum at the beginning of each block of {@value #BLOCK} is kept (8 bytes
 * for {@value #BLOCK} requests), so any start time can be had, and the two blocks in use are kept whole, so that it is had
 * at once by loops that walk side by side. Safe for any thread.
 */
public final class PoissonRate implements Schedule {
    private static final int BLOCK = 1024;
    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;
    private static final double UNIT_53 = 0x1.0p-53;

    private record Block(long number, long[] starts) {}

    private final double perSecond;
    private final long seed;
    /** Sum of all gaps before each block; guarded by this. */
    private double[] blockStarts = new double[64];

    private int knownBlocks = 1;
    private volatile Block newer = new Block(-1, new long[0]);
    private volatile Block older = newer;

    public PoissonRate(double perSecond, long seed) {
        Rates.check(perSecond);
        this.perSecond = perSecond;
        this.seed = seed;
    }

    /** On average. */
    public double perSecond() {
        return perSecond;
    }

    public long seed() {
        return seed;
    }

    @Override
    public long startNanos(long sequence) {
        long number = sequence / BLOCK;
        Block block = newer;
        if (block.number != number) {
            block = older;
            if (block.number != number) {
                block = load(number);
            }
        }
        return block.starts[(int) (sequence % BLOCK)];
    }

    private synchronized Block load(long number) {
        while (knownBlocks <= number + 1) {
            learnNext();
        }
        long[] starts = new long[BLOCK];
        double sum = blockStarts[(int) number];
        for (int i = 0; i < BLOCK; i++) {
            starts[i] = (long) sum;
            sum += gapNanos(number * BLOCK + i);
        }
        Block block = new Block(number, starts);
        older = newer;
        newer = block;
        return block;
    }

    private void learnNext() {
        if (knownBlocks == blockStarts.length) {
            blockStarts = Arrays.copyOf(blockStarts, 2 * knownBlocks);
        }
        double sum = blockStarts[knownBlocks - 1];
        for (int i = 0; i < BLOCK; i++) {
            sum += gapNanos((knownBlocks - 1L) * BLOCK + i);
        }
        blockStarts[knownBlocks++] = sum;
    }

    /** The gap after a request, from its number alone: the mixing function of SplittableRandom as a hash. */
    private double gapNanos(long sequence) {
        long z = seed + (sequence + 1) * GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        z ^= z >>> 31;
        double between0And1 = ((z >>> 11) + 0.5) * UNIT_53;
        return -Math.log(between0And1) * Rates.NANOS_PER_SECOND / perSecond;
    }

    @Override
    public ScheduleKind kind() {
        return ScheduleKind.POISSON;
    }

    @Override
    public String describe() {
        return "poisson " + Rates.text(perSecond) + "/s, seed " + seed;
    }
}
