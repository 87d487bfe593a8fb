package dev.parley.load;

/**
 * In how many rounds a promise was held at one rate.
 *
 * @param untold rounds in which the measuring process itself was too slow to tell
 */
public record RateTally(double perSecond, int held, int broken, int untold) {
    static RateTally at(double perSecond) {
        return new RateTally(perSecond, 0, 0, 0);
    }

    RateTally plus(Held outcome) {
        return new RateTally(
                perSecond,
                held + (outcome == Held.YES ? 1 : 0),
                broken + (outcome == Held.NO ? 1 : 0),
                untold + (outcome == Held.UNTOLD ? 1 : 0));
    }

    public int rounds() {
        return held + broken + untold;
    }

    boolean heldInAll() {
        return held == rounds();
    }

    boolean heldInMost() {
        return 2 * held > rounds();
    }
}
