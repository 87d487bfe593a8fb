package dev.parley.load;

/**
 * In how many rounds an objective was met at one rate.
 *
 * @param undecided rounds in which the measuring process itself was too slow to decide
 */
public record RateTally(double perSecond, int passed, int failed, int undecided) {
    static RateTally at(double perSecond) {
        return new RateTally(perSecond, 0, 0, 0);
    }

    RateTally plus(Decision decision) {
        return new RateTally(
                perSecond,
                passed + (decision == Decision.PASS ? 1 : 0),
                failed + (decision == Decision.FAIL ? 1 : 0),
                undecided + (decision == Decision.UNDECIDED ? 1 : 0));
    }

    public int rounds() {
        return passed + failed + undecided;
    }

    boolean passedAll() {
        return passed == rounds();
    }

    boolean passedMost() {
        return 2 * passed > rounds();
    }
}
