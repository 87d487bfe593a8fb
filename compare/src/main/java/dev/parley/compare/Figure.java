package dev.parley.compare;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One number of a row, and the range of what the rounds had for it.
 *
 * @param value of all rounds together; empty when it could not be told
 * @param lowest of any round; empty, like {@code highest}, with fewer than two rounds, or when one could not tell
 */
public record Figure(OptionalDouble value, OptionalDouble lowest, OptionalDouble highest) {
    static Figure of(OptionalDouble value, List<OptionalDouble> rounds) {
        boolean known = rounds.size() > 1 && rounds.stream().allMatch(OptionalDouble::isPresent);
        double[] values = rounds.stream()
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .sorted()
                .toArray();
        return known
                ? new Figure(value, OptionalDouble.of(values[0]), OptionalDouble.of(values[values.length - 1]))
                : new Figure(value, OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** The middle one, or the mean of the two in the middle; empty for none. */
    static OptionalDouble median(double... values) {
        if (values.length == 0) {
            return OptionalDouble.empty();
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    private boolean ranged() {
        return lowest.isPresent() && highest.isPresent();
    }

    /** Half of what lies between the lowest and the highest round, as a share of the value: the s of ±s. */
    public OptionalDouble spread() {
        if (!ranged() || value.isEmpty() || value.getAsDouble() == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((highest.getAsDouble() - lowest.getAsDouble()) / 2 / value.getAsDouble());
    }

    /** How many times the other's value this one is; empty when one of them is not there, or the other is 0. */
    public OptionalDouble ratioTo(Figure other) {
        return value.isEmpty() || other.value.isEmpty() || other.value.getAsDouble() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(value.getAsDouble() / other.value.getAsDouble());
    }

    /** True when the ranges of the rounds overlap, and when a range is not known: then nobody can say that they differ. */
    public boolean withinNoiseOf(Figure other) {
        if (!ranged() || !other.ranged()) {
            return true;
        }
        return lowest.getAsDouble() <= other.highest.getAsDouble()
                && other.lowest.getAsDouble() <= highest.getAsDouble();
    }
}
