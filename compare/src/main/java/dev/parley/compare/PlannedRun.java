package dev.parley.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * One load of a comparison.
 *
 * @param round from 1
 */
public record PlannedRun(int round, Target target) {
    /**
     * All runs, in their order: each round has every target once, so that a machine which grows slower or faster meanwhile does
     * so for all; and each begins with another one, so that no target always follows the same.
     */
    public static List<PlannedRun> inTurn(List<Target> targets, int rounds) {
        List<PlannedRun> runs = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (int place = 0; place < targets.size(); place++) {
                runs.add(new PlannedRun(round + 1, targets.get((round + place) % targets.size())));
            }
        }
        return runs;
    }
}
