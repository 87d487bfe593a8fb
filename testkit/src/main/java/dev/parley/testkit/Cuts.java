package dev.parley.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * One input, cut in every way that has ever mattered: whole, byte by byte, in two at every place, and at random places.
 * What a stream means must not depend on where the network cuts it.
 */
public final class Cuts {
    /** Seed of the random cuts unless {@code -Dparley.seed} gives another. */
    public static final long DEFAULT_SEED = 20_261_121L;

    private static final int RANDOM_CUTS = 50;
    /** Longer inputs are cut in two at this many places, evenly spread, for each cut feeds the whole input again. */
    private static final int MOST_TWO_WAY_CUTS = 2_000;

    /** What must hold for each way to cut. */
    @FunctionalInterface
    public interface Check {
        void accept(List<byte[]> pieces) throws Exception;
    }

    private Cuts() {}

    /**
     * Runs the check on every way to cut the input; no piece is empty.
     *
     * @throws AssertionError when the check fails, with the sizes of the pieces and the seed
     */
    public static void forAll(byte[] input, Check check) {
        forAll(input, Long.getLong("parley.seed", DEFAULT_SEED), check);
    }

    /** The same with this seed. */
    public static void forAll(byte[] input, long seed, Check check) {
        run(List.of(input), "whole", check);
        run(bytewise(input), "byte by byte", check);
        int stride = 1 + input.length / MOST_TWO_WAY_CUTS;
        for (int at = 1; at < input.length; at += stride) {
            run(List.of(slice(input, 0, at), slice(input, at, input.length)), "in two", check);
        }
        Random random = new Random(seed);
        for (int i = 0; i < RANDOM_CUTS; i++) {
            run(atRandom(input, random), "at random, -Dparley.seed=" + seed + " repeats it", check);
        }
    }

    /** Every byte a piece of its own. */
    public static List<byte[]> bytewise(byte[] input) {
        List<byte[]> pieces = new ArrayList<>(input.length);
        for (byte b : input) {
            pieces.add(new byte[] {b});
        }
        return pieces;
    }

    /** Pieces of random sizes, small ones and large ones alike. */
    public static List<byte[]> atRandom(byte[] input, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        int from = 0;
        while (from < input.length) {
            int most = 1 + random.nextInt(input.length);
            int to = Math.min(input.length, from + 1 + random.nextInt(most));
            pieces.add(slice(input, from, to));
            from = to;
        }
        return pieces;
    }

    private static byte[] slice(byte[] input, int from, int to) {
        return Arrays.copyOfRange(input, from, to);
    }

    private static void run(List<byte[]> pieces, String how, Check check) {
        try {
            check.accept(pieces);
        } catch (Exception | AssertionError e) {
            String sizes = pieces.stream().map(p -> String.valueOf(p.length)).collect(Collectors.joining(", "));
            throw new AssertionError("cut " + how + ", pieces of " + sizes + " bytes: " + e.getMessage(), e);
        }
    }
}
