package dev.parley.result;

import dev.parley.result.LoadResult.Measured;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * What several load generators measured of one load at the same time, as one result: histograms, counts and clients are added, and
 * times are not, since they are the same time. For runs after each other there is {@link Merge}.
 */
public final class SideBySide {
    /** These are of the whole, or of none. */
    private static final Set<Reason.Kind> NOTES_OF_THE_WHOLE =
            Set.of(Reason.Kind.TOO_FEW_SAMPLES, Reason.Kind.CLOSED_LOOP, Reason.Kind.ENDED_EARLY);

    private SideBySide() {}

    /**
     * One of the load generators.
     *
     * @param name {@code generator 2 (10.0.0.2, pid 4711)}
     * @param result of its part of the load
     * @param intervals the same over time
     */
    public record Part(String name, LoadResult result, List<IntervalTimes> intervals) {
        public Part {
            intervals = List.copyOf(intervals);
        }
    }

    /**
     * Their results as one. What the verdict of a part holds against it, the whole's does too, with the part's name.
     *
     * @param whole the load of all of them
     * @param parts one or more; environment and begin are those of the first
     * @param reasons not to believe the whole, besides those that its numbers and its parts give
     * @param notes the same for its notes
     */
    public static LoadResult of(Setting whole, List<Part> parts, List<Reason> reasons, List<Reason> notes) {
        LoadResult first = parts.getFirst().result();
        Measured measured =
                measured(parts.stream().map(part -> part.result().measured()).toList());
        List<TimelinePoint> timeline =
                AlignedTimeline.of(parts.stream().map(Part::intervals).toList());
        return new LoadResult(
                whole,
                first.environment(),
                first.startedAt(),
                measured,
                timeline,
                verdict(Judge.judge(measured, timeline), parts, reasons, notes),
                List.of(),
                parts.stream()
                        .map(part -> new NamedResult(part.name(), part.result()))
                        .toList());
    }

    private static Verdict verdict(Verdict ofTheSum, List<Part> parts, List<Reason> reasons, List<Reason> notes) {
        List<Reason> allReasons = new ArrayList<>(reasons);
        allReasons.addAll(ofTheSum.reasons());
        List<Reason> allNotes = new ArrayList<>(notes);
        // Which of them it was, their own notes say.
        ofTheSum.notes().stream()
                .filter(note -> note.kind() != Reason.Kind.WARM_UP_LIMIT)
                .forEach(allNotes::add);
        for (Part part : parts) {
            Verdict verdict = part.result().verdict();
            verdict.reasons().stream()
                    .filter(reason -> !isSaid(reason, ofTheSum))
                    .forEach(reason -> allReasons.add(reason.of(part.name())));
            verdict.notes().stream()
                    .filter(note -> !NOTES_OF_THE_WHOLE.contains(note.kind()))
                    .forEach(note -> allNotes.add(note.of(part.name())));
        }
        return new Verdict(allReasons, allNotes, ofTheSum.reported());
    }

    /** What became of the one server is the same, whoever looked at it. */
    private static boolean isSaid(Reason reason, Verdict ofTheSum) {
        return reason.kind() == Reason.Kind.SERVER_WITHOUT_CORE
                && ofTheSum.reasons().stream()
                        .anyMatch(said -> said.kind() == reason.kind() && said.fromPercent() <= reason.fromPercent());
    }

    private static Measured measured(List<Measured> parts) {
        return new Measured(
                parts.stream().anyMatch(Measured::closedLoop),
                parts.stream().mapToInt(Measured::clients).sum(),
                parts.stream().mapToInt(Measured::clientsWithoutReply).sum(),
                Merge.added(parts, Measured::response),
                Merge.added(parts, Measured::service),
                Merge.added(parts, Measured::lateness),
                Merge.added(parts, Measured::ideal),
                Merge.added(parts, Measured::slotWait),
                Merge.added(parts, Measured::connect),
                Merge.added(parts, Measured::handshake),
                Merge.byDueTime(parts.stream().map(Measured::byDueTime).toList()),
                process(parts.stream().map(Measured::process).toList()),
                Merge.outcomes(parts),
                Merge.counters(parts, Merge::sum),
                longest(parts, Measured::measuredNanos),
                longest(parts, Measured::plannedNanos),
                Merge.warmUp(parts.stream().map(Measured::warmUp).toList()),
                Merge.texts(parts, Measured::endedEarly),
                Merge.texts(parts, Measured::samplesFailure),
                meanJitter(parts),
                serverCpu(parts),
                StepTimes.added(parts.stream().map(Measured::steps).toList()));
    }

    private static <T> long longest(List<T> parts, ToLongFunction<T> time) {
        return parts.stream().mapToLong(time).max().orElse(0);
    }

    /** What is of a host is not added: the generators may share one. */
    private static OwnProcess process(List<OwnProcess> parts) {
        return new OwnProcess(
                Merge.added(parts, OwnProcess::hiccups),
                parts.stream().mapToLong(OwnProcess::collections).sum(),
                parts.stream().mapToLong(OwnProcess::collectionMillis).sum(),
                parts.stream().mapToLong(OwnProcess::runDelayNanos).sum(),
                longest(parts, OwnProcess::pressureNanos),
                longest(parts, OwnProcess::stolenNanos));
    }

    /** A mean over the clients of each, so that of all weighs each by its clients. */
    private static OptionalLong meanJitter(List<Measured> parts) {
        List<Measured> known =
                parts.stream().filter(part -> part.jitterNanos().isPresent()).toList();
        long clients = known.stream().mapToLong(Measured::clients).sum();
        double sum = known.stream()
                .mapToDouble(
                        part -> (double) part.clients() * part.jitterNanos().orElse(0))
                .sum();
        return clients == 0 ? OptionalLong.empty() : OptionalLong.of(Math.round(sum / clients));
    }

    /** The same server at the same time: each that is on its host has seen all of it. */
    private static Optional<ServerCpu> serverCpu(List<Measured> parts) {
        return parts.stream()
                .map(Measured::serverCpu)
                .flatMap(Optional::stream)
                .max(Comparator.comparingLong(ServerCpu::nanos));
    }
}
