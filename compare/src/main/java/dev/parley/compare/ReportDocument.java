package dev.parley.compare;

import dev.parley.result.JsonDocument;
import dev.parley.result.NamedResult;
import dev.parley.result.ResultDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The document of {@code parley report --json}; each group holds its merged runs as a result document of their own.
 * docs/schema/parley-report-1.json defines each name; a reader must ignore unknown names.
 *
 * @param seed of the resampling
 * @param resamples of each group for each interval
 * @param comparisons of each group that has a baseline
 * @param regression null where none was looked for
 */
public record ReportDocument(
        String schema,
        int schemaVersion,
        long seed,
        int resamples,
        List<String> warnings,
        List<GroupPart> groups,
        List<ComparisonPart> comparisons,
        @Nullable RegressionPart regression) {
    /** Raised when a name changes its meaning or goes away. */
    public static final int SCHEMA_VERSION = 1;

    private static final String SCHEMA = "parley-report";

    public ReportDocument {
        warnings = List.copyOf(warnings);
        groups = List.copyOf(groups);
        comparisons = List.copyOf(comparisons);
    }

    /** A report for which regressions were not looked for. */
    public static ReportDocument of(Report report) {
        return of(report, null);
    }

    /**
     * A report and the regressions in it.
     *
     * @param limitPercent of worsening
     */
    public static ReportDocument of(Report report, double limitPercent, List<Regression> regressions) {
        return of(
                report,
                new RegressionPart(
                        limitPercent, regressions.stream().map(FindingPart::of).toList()));
    }

    private static ReportDocument of(Report report, @Nullable RegressionPart regression) {
        return new ReportDocument(
                SCHEMA,
                SCHEMA_VERSION,
                report.seed(),
                GroupComparison.RESAMPLES,
                report.warnings(),
                report.groups().stream().map(GroupPart::of).toList(),
                report.comparisons().stream().map(ComparisonPart::of).toList(),
                regression);
    }

    /** UTF-8, with a line end. */
    public byte[] toJson() {
        return JsonDocument.of(this);
    }

    /**
     * Runs that were merged.
     *
     * @param files that hold them
     * @param clock {@code response}, or {@code service} in a closed loop: what its percentiles are of
     */
    public record GroupPart(String name, List<String> files, String clock, ResultDocument result) {
        public GroupPart {
            files = List.copyOf(files);
        }

        static GroupPart of(RunGroup group) {
            return new GroupPart(
                    group.name(),
                    group.runs().stream().map(NamedResult::name).toList(),
                    group.merged().measured().closedLoop() ? "service" : "response",
                    ResultDocument.of(group.merged()));
        }
    }

    /**
     * A group against its baseline, both by name.
     *
     * @param resampled {@code runs}, or {@code requests} within too few runs
     */
    public record ComparisonPart(String baseline, String group, String resampled, List<DifferencePart> differences) {
        public ComparisonPart {
            differences = List.copyOf(differences);
        }

        static ComparisonPart of(GroupComparison comparison) {
            return new ComparisonPart(
                    comparison.baseline().name(),
                    comparison.other().name(),
                    DifferencePart.resampled(comparison),
                    DifferencePart.of(comparison));
        }
    }

    /** What was looked for, and what of it was found. */
    public record RegressionPart(double limitPercent, List<FindingPart> findings) {
        public RegressionPart {
            findings = List.copyOf(findings);
        }
    }

    /**
     * One metric of one group.
     *
     * @param finding {@code worse}, {@code open} or {@code kept}
     * @param why it is open; else empty
     */
    public record FindingPart(String group, String metric, String finding, String why) {
        static FindingPart of(Regression regression) {
            return new FindingPart(
                    regression.comparison().other().name(),
                    regression.metric().text(),
                    regression.finding().text(),
                    regression.why());
        }
    }
}
