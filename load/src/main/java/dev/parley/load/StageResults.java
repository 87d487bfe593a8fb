package dev.parley.load;

import dev.parley.result.LoadResult;
import dev.parley.result.OwnProcess;
import java.util.ArrayList;
import java.util.List;

/** What a run on a schedule of stages has measured in each of them. */
final class StageResults {
    private StageResults() {}

    /**
     * A result for each stage, without what is known of the whole alone.
     *
     * @param clients of the whole
     * @param recorders of the loops
     * @param processes what this process and its host went through, by stage
     */
    static List<LoadResult> of(
            Stages stages,
            LoadResult whole,
            LoadSpec spec,
            int clients,
            List<StageRecorder> recorders,
            List<OwnProcess> processes) {
        StageRecorder sum = new StageRecorder(stages);
        recorders.forEach(sum::add);
        List<LoadResult> results = new ArrayList<>();
        for (int i = 0; i < stages.all().size(); i++) {
            Stages.Stage stage = stages.all().get(i);
            long begin = stages.beginNanos(i);
            long end = stages.beginNanos(i + 1);
            results.add(LoadResult.of(
                    spec.onSchedule(stage.schedule())
                            .lasting(spec.warmUp(), stage.length())
                            .setting(),
                    whole.environment(),
                    whole.startedAt(),
                    sum.measured(
                            i,
                            whole.measured().measuredNanos(),
                            clients,
                            whole.measured().endedEarly(),
                            processes.get(i)),
                    whole.timeline().stream()
                            .filter(point ->
                                    point.fromNanos() >= begin && point.fromNanos() + point.lengthNanos() <= end)
                            .toList()));
        }
        return results;
    }
}
