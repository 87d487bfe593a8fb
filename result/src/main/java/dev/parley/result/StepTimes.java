package dev.parley.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One of the steps that each request of a load consists of, where it consists of several.
 *
 * @param name {@code put}
 * @param response from the moment it was due, which is the request's for the first step and the end of the step before for the others;
 *     steps without a reply at their age
 * @param service from sent to done; replies only, refusals too
 * @param errors how many did not come to their end, by the server's word or the text of an {@link Outcome}; sorted
 */
public record StepTimes(String name, LatencyHistogram response, LatencyHistogram service, Map<String, Long> errors) {
    public StepTimes {
        errors = Collections.unmodifiableMap(new TreeMap<>(errors));
    }

    /** All of them. */
    public long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    /** For display: {@code 3 DRAINING, 1 lost}; empty without errors. */
    public String errorText() {
        return String.join(
                ", ",
                errors.entrySet().stream()
                        .map(error -> NumberText.count(error.getValue()) + " " + error.getKey())
                        .toList());
    }

    /** The steps of several measurements added up by their names, in the order in which these come first. */
    public static List<StepTimes> added(List<List<StepTimes>> all) {
        Map<String, StepTimes> sums = new LinkedHashMap<>();
        for (StepTimes step : all.stream().flatMap(List::stream).toList()) {
            sums.merge(step.name(), step, StepTimes::plus);
        }
        return new ArrayList<>(sums.values());
    }

    private StepTimes plus(StepTimes other) {
        TreeMap<String, Long> both = new TreeMap<>(errors);
        other.errors.forEach((word, count) -> both.merge(word, count, Long::sum));
        return new StepTimes(
                name,
                Merge.added(List.of(this, other), StepTimes::response),
                Merge.added(List.of(this, other), StepTimes::service),
                both);
    }
}
