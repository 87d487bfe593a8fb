package dev.parley.result;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The timelines of load generators that ran side by side as one: where an interval ends for all of them, their times and counts
 * up to there are added. Where it does not, since one of them was late, it goes on to the next such end; so nothing is left out.
 *
 * <pre>
 *   generator 1   |----|----|----|----|--|
 *   generator 2   |----|---------|----|-|      late once
 *   together      |----|---------|----|--|
 * </pre>
 */
final class AlignedTimeline {
    /** Two ends are the same when they are less than this part of an interval apart. */
    private static final int TOLERANCE_PART = 4;

    private AlignedTimeline() {}

    /** @param generators the intervals of each, in order; one without any has measured nothing */
    static List<TimelinePoint> of(List<List<IntervalTimes>> generators) {
        List<List<IntervalTimes>> measured =
                generators.stream().filter(intervals -> !intervals.isEmpty()).toList();
        List<TimelinePoint> timeline = new ArrayList<>();
        if (measured.isEmpty()) {
            return timeline;
        }
        List<IntervalTimes> first = measured.getFirst();
        List<Integer> begins = new ArrayList<>(measured.stream().map(_ -> 0).toList());
        for (IntervalTimes interval : first.subList(0, first.size() - 1)) {
            List<OptionalInt> ends = measured.stream()
                    .map(intervals -> endingAt(interval.endNanos(), interval.lengthNanos() / TOLERANCE_PART, intervals))
                    .toList();
            if (ends.stream().allMatch(OptionalInt::isPresent)) {
                List<Integer> next = ends.stream().map(OptionalInt::getAsInt).toList();
                add(timeline, measured, begins, next);
                begins = next;
            }
        }
        add(timeline, measured, begins, measured.stream().map(List::size).toList());
        return timeline;
    }

    /** The number of intervals up to that end; empty where none ends there, or only the last. */
    private static OptionalInt endingAt(long nanos, long toleranceNanos, List<IntervalTimes> intervals) {
        return IntStream.range(0, intervals.size() - 1)
                .filter(i -> Math.abs(intervals.get(i).endNanos() - nanos) <= toleranceNanos)
                .map(i -> i + 1)
                .findFirst();
    }

    private static void add(
            List<TimelinePoint> timeline,
            List<List<IntervalTimes>> generators,
            List<Integer> begins,
            List<Integer> ends) {
        LatencyHistogram response = new LatencyHistogram();
        LatencyHistogram service = new LatencyHistogram();
        long sent = 0;
        long errors = 0;
        long from = timeline.isEmpty()
                ? 0
                : timeline.getLast().fromNanos() + timeline.getLast().lengthNanos();
        // Of all but the last interval the first generator's end, which those of the others are hardly away from.
        long end = generators.getFirst().get(ends.getFirst() - 1).endNanos();
        for (int g = 0; g < generators.size(); g++) {
            List<IntervalTimes> intervals = generators.get(g);
            for (IntervalTimes interval : intervals.subList(begins.get(g), ends.get(g))) {
                response.add(interval.response());
                service.add(interval.service());
                sent += interval.sent();
                errors += interval.errors();
            }
            if (ends.get(g) == intervals.size()) {
                end = Math.max(end, intervals.getLast().endNanos());
            }
        }
        timeline.add(new IntervalTimes(from, end - from, sent, errors, response, service).point());
    }
}
