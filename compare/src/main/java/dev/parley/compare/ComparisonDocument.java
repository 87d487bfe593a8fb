package dev.parley.compare;

import dev.parley.result.JsonDocument;
import dev.parley.result.Reason;
import dev.parley.result.ResultDocument;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The document of {@code parley compare --json}: for each target what the table reports, its differences from the baseline,
 * and the complete result of each round. docs/schema/parley-compare-2.json defines each name; times are nanoseconds,
 * and what was not measured is null. A reader must ignore unknown names.
 *
 * @param rounds requested
 * @param baseline the name ratios are to
 * @param endedEarly why, or empty
 * @param seed of the resampling
 * @param resamples of each group for each interval
 */
public record ComparisonDocument(
        String schema,
        int schemaVersion,
        String startedAt,
        String command,
        int rounds,
        String baseline,
        String endedEarly,
        long seed,
        int resamples,
        List<TargetPart> results) {
    /** Raised when a name changes its meaning or goes away. */
    public static final int SCHEMA_VERSION = 2;

    private static final String SCHEMA = "parley-compare";
    private static final Metric MEDIAN = Metric.named("p50");
    private static final Metric TAIL = Metric.named("p99");

    public ComparisonDocument {
        results = List.copyOf(results);
    }

    /** A comparison as a document. */
    public static ComparisonDocument of(Comparison comparison) {
        return new ComparisonDocument(
                SCHEMA,
                SCHEMA_VERSION,
                comparison.startedAt().toString(),
                comparison.command(),
                comparison.rounds(),
                comparison.baseline(),
                comparison.endedEarly(),
                comparison.report().seed(),
                GroupComparison.RESAMPLES,
                comparison.targets().stream()
                        .map(result -> TargetPart.of(result, comparison))
                        .toList());
    }

    /** UTF-8, with a line end. */
    public byte[] toJson() {
        return JsonDocument.of(this);
    }

    /**
     * One target; its numbers are of all rounds together.
     *
     * @param server how it was started or reached
     * @param reasons why its numbers must not be trusted
     * @param reasonKinds of each reason, in the same order
     * @param difference null for a baseline, and where one of the two was not measured
     * @param rounds each as {@code parley load} writes it
     */
    public record TargetPart(
            String name,
            String transport,
            long thinkNanos,
            String server,
            List<String> reasons,
            List<String> reasonKinds,
            long errors,
            OptionalDouble repliesPerSecond,
            OptionalDouble p50Nanos,
            OptionalDouble p99Nanos,
            @Nullable BaselinePart difference,
            List<ResultDocument> rounds) {
        public TargetPart {
            reasons = List.copyOf(reasons);
            reasonKinds = List.copyOf(reasonKinds);
            rounds = List.copyOf(rounds);
        }

        static TargetPart of(TargetResult result, Comparison comparison) {
            Target target = result.target();
            List<Reason> reasons = result.reasons();
            return new TargetPart(
                    target.name(),
                    target.transport().text(),
                    target.think().toNanos(),
                    target.about(),
                    Reason.texts(reasons),
                    Reason.kinds(reasons),
                    result.errors(),
                    result.value(Metric.THROUGHPUT),
                    result.value(MEDIAN),
                    result.value(TAIL),
                    comparison.differenceOf(result).map(BaselinePart::of).orElse(null),
                    result.runs().stream().map(ResultDocument::of).toList());
        }
    }

    /**
     * How a target differs from its baseline.
     *
     * @param baseline by name
     * @param resampled {@code runs}, or {@code requests} within too few runs
     */
    public record BaselinePart(String baseline, String resampled, List<DifferencePart> differences) {
        public BaselinePart {
            differences = List.copyOf(differences);
        }

        static BaselinePart of(GroupComparison comparison) {
            return new BaselinePart(
                    comparison.baseline().name(), DifferencePart.resampled(comparison), DifferencePart.of(comparison));
        }
    }
}
