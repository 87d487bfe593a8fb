package dev.parley.load;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Looks for the highest rate at which an objective is met. Pure: it names the next rate to try and records what came of it;
 * it measures nothing and reads no clock. One thread.
 *
 * <pre>
 *   climb     1000  2000  4000  8000 (failed)        doubled, or halved as long as even the first breaks
 *   bisect    5660  6730  6170 (failed)  5910        until both ends are within 5 %
 *   confirm   5910  6170  5910  6170 ...            rounds of both, in turn, so that drift meets both
 * </pre>
 *
 * A latency cliff is noisy: one trial may fail far below it, or pass above. So the rounds are what counts, and an end that
 * does not pass them moves outwards, by 5 % and then by twice as much each time. A rate that stays undecided counts as
 * failed for the search.
 */
final class RateSearch {
    private static final double CLOSE_ENOUGH = 1.05;
    private static final double CLIMB = 2;
    /** Outwards by 1.05, 1.05^2, 1.05^4 and 1.05^8: in all by a factor of two, which is where climbing came from. */
    private static final int MOST_MOVES = 4;

    private static final int MOST_ROUNDS = 1000;
    /** From a factor of 2 to one of 1.05 takes four halvings, one more for the rounding of rates. */
    private static final int BISECTIONS = 5;
    /** Finer than a search can resolve, and readable. */
    private static final MathContext DIGITS = new MathContext(3);

    private enum Phase {
        CLIMB,
        BISECT,
        CONFIRM,
        DONE
    }

    private record TriedRate(double perSecond, Decision decision, boolean round) {}

    private final double lowest;
    private final double highest;
    private final double start;
    private final int rounds;
    private final List<TriedRate> tried = new ArrayList<>();
    private Phase phase = Phase.CLIMB;
    private double rate;
    /** The highest rate that passed so far; 0 for none. */
    private double low;
    /** The lowest rate above it that did not; infinite for none. */
    private double high = Double.POSITIVE_INFINITY;

    private int movesDown;
    private int movesUp;

    /**
     * @param start from {@code lowest} to {@code highest}
     * @param rounds from 1 to 1000
     */
    RateSearch(double lowest, double start, double highest, int rounds) {
        if (!(lowest > 0 && lowest <= start && start <= highest)) {
            throw new IllegalArgumentException("a search starts between its limits");
        }
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new IllegalArgumentException("a search has 1 to " + MOST_ROUNDS + " rounds, not " + rounds);
        }
        this.lowest = lowest;
        this.start = start;
        this.highest = highest;
        this.rounds = rounds;
        this.rate = start;
    }

    /** No search takes more trials than this. */
    int mostTrials() {
        double steps = Math.max(Math.log(highest / start), Math.log(start / lowest)) / Math.log(CLIMB);
        int confirming = rounds * (2 + 2 * MOST_MOVES);
        return 2 + (int) Math.ceil(steps) + BISECTIONS + confirming;
    }

    /** The rate to try next, a second; empty when the search is over. */
    OptionalDouble next() {
        return phase == Phase.DONE ? OptionalDouble.empty() : OptionalDouble.of(rate);
    }

    /** True when the next trial is one of the rounds that count. */
    boolean confirming() {
        return phase == Phase.CONFIRM;
    }

    /** What came of the rate to try next. */
    void record(Decision decision) {
        tried.add(new TriedRate(rate, decision, confirming()));
        switch (phase) {
            case CLIMB -> climb(decision);
            case BISECT -> bisect(decision);
            case CONFIRM -> confirm();
            case DONE -> throw new IllegalStateException("the search is over");
        }
    }

    private void climb(Decision decision) {
        if (decision == Decision.PASS) {
            low = rate;
            if (high < Double.POSITIVE_INFINITY) {
                narrow();
            } else if (rate < highest) {
                rate = Math.min(rate * CLIMB, highest);
            } else {
                confirmEnds();
            }
        } else if (tried.size() > 1) { // the first one is tried again: caches and compilers may have been cold
            high = rate;
            if (low > 0) {
                narrow();
            } else if (rate > lowest) {
                rate = Math.max(rounded(rate / CLIMB), lowest);
            } else {
                phase = Phase.DONE;
            }
        }
    }

    private void bisect(Decision decision) {
        if (decision == Decision.PASS) {
            low = rate;
        } else {
            high = rate;
        }
        narrow();
    }

    private void narrow() {
        double middle = rounded(Math.sqrt(low * high));
        if (high / low <= CLOSE_ENOUGH || middle <= low || middle >= high) {
            confirmEnds();
        } else {
            phase = Phase.BISECT;
            rate = middle;
        }
    }

    private void confirmEnds() {
        phase = Phase.CONFIRM;
        rate = low;
    }

    private void confirm() {
        RateTally below = tally(low, true);
        RateTally above = tally(high, true);
        boolean aboveWanted = high < Double.POSITIVE_INFINITY && above.rounds() < rounds;
        if (below.rounds() < rounds && (!aboveWanted || below.rounds() <= above.rounds())) {
            rate = low;
        } else if (aboveWanted) {
            rate = high;
        } else if (!below.passedAll() && movesDown < MOST_MOVES && low > lowest) {
            if (!below.passedMost()) {
                high = low;
            }
            low = Math.max(rounded(low / step(movesDown++)), lowest);
            rate = low;
        } else if (below.passedAll() && above.passedMost() && movesUp < MOST_MOVES && high < highest) {
            if (above.passedAll()) {
                low = high;
            }
            high = Math.min(rounded(high * step(movesUp++)), highest);
            rate = high;
        } else {
            phase = Phase.DONE;
        }
    }

    private static double step(int moves) {
        return Math.pow(CLOSE_ENOUGH, 1 << moves);
    }

    private static double rounded(double rate) {
        return new BigDecimal(rate).round(DIGITS).doubleValue();
    }

    private RateTally tally(double perSecond, boolean roundsOnly) {
        RateTally tally = RateTally.at(perSecond);
        for (TriedRate one : tried) {
            if (one.perSecond() == perSecond && (one.round() || !roundsOnly)) {
                tally = tally.plus(one.decision());
            }
        }
        return tally;
    }

    /** What is known so far. */
    FoundRate found() {
        boolean confirmed = phase == Phase.DONE;
        if (!confirmed || tried.stream().noneMatch(TriedRate::round)) {
            return new FoundRate(
                    low > 0 ? tally(low, false) : null,
                    high < Double.POSITIVE_INFINITY ? tally(high, false) : null,
                    confirmed);
        }
        TreeMap<Double, RateTally> tallies = new TreeMap<>();
        tried.stream().filter(TriedRate::round).forEach(t -> tallies.put(t.perSecond(), tally(t.perSecond(), true)));
        RateTally holds = null;
        for (RateTally tally : tallies.values()) {
            if (!tally.passedMost()) {
                return new FoundRate(holds, tally, true);
            }
            holds = tally.passedAll() ? tally : holds;
        }
        return new FoundRate(holds, null, true);
    }
}
