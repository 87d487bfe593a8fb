package dev.parley.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * One load of a comparison.
 *
 * @param round from 1
 */
public record Trial(int round, Contender contender) {
    /**
     * All trials, in the order they are to be run: each round has every contender once, so that a machine which grows slower
     * or faster meanwhile does so for all; and each begins with another one, so that nobody always follows the same.
     */
    public static List<Trial> inTurn(List<Contender> contenders, int rounds) {
        List<Trial> trials = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (int place = 0; place < contenders.size(); place++) {
                trials.add(new Trial(round + 1, contenders.get((round + place) % contenders.size())));
            }
        }
        return trials;
    }
}
