package dev.parley.load;

import dev.parley.result.LatencyHistogram;
import dev.parley.result.StepTimes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each step of the cycles came to. Written by its loop's thread, read when that has ended. */
final class StepRecorder {
    /** Words of a server, which may send any. */
    private static final int MOST_WORDS = 32;

    private static final String OTHER = "other";

    private final List<Step> steps = new ArrayList<>();

    private record Step(String name, LatencyHistogram response, LatencyHistogram service, Map<String, Long> errors) {
        Step(String name) {
            this(name, new LatencyHistogram(), new LatencyHistogram(), new HashMap<>());
        }
    }

    StepRecorder(List<String> names) {
        names.forEach(name -> steps.add(new Step(name)));
    }

    /** The step has a reply. */
    void done(int step, long dueNanos, long sentNanos, long doneNanos) {
        steps.get(step).response.record(doneNanos - dueNanos);
        steps.get(step).service.record(doneNanos - sentNanos);
    }

    /** The step will have none. */
    void over(int step, long dueNanos, long endedNanos, String why) {
        steps.get(step).response.record(Math.max(0, endedNanos - dueNanos));
        error(step, why);
    }

    /** Why the step, and its cycle, did not come to its end. */
    void error(int step, String why) {
        Map<String, Long> errors = steps.get(step).errors;
        boolean known = errors.size() < MOST_WORDS || errors.containsKey(why);
        errors.merge(known ? why : OTHER, 1L, Long::sum);
    }

    /** Forgets all. */
    void clear() {
        for (Step step : steps) {
            step.response.clear();
            step.service.clear();
            step.errors.clear();
        }
    }

    List<StepTimes> times() {
        return steps.stream()
                .map(step -> new StepTimes(step.name, step.response, step.service, step.errors))
                .toList();
    }
}
