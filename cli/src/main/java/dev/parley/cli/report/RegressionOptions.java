package dev.parley.cli.report;

import dev.parley.cli.shell.Console;
import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.Failure;
import dev.parley.compare.Difference;
import dev.parley.compare.Metric;
import dev.parley.compare.Regression;
import dev.parley.compare.Report;
import dev.parley.compare.ReportDocument;
import dev.parley.core.PrintableText;
import dev.parley.result.NumberText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What counts as a regression, and how one is reported. */
public final class RegressionOptions {
    @Option(
            names = "--regression",
            paramLabel = "N%",
            converter = PercentConverter.class,
            description = "exit 99 when a metric is shown to be worse than the baseline's by more than this")
    @Nullable
    Double limitPercent;

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            description =
                    "what to look at: p50, p90, p99, p99.9, p99.99 or throughput; may be repeated (default: p50, p99,"
                            + " throughput)")
    List<String> metricNames = List.of();

    @Option(names = "--strict", description = "exit 99 as well when a regression is undecided")
    boolean strict;

    /** A share of the baseline: {@code 5%}, {@code 2.5%}. */
    static final class PercentConverter implements ITypeConverter<Double> {
        private static final Pattern SHAPE = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,6})?) ?%");

        @Override
        public Double convert(String text) {
            Matcher matcher = SHAPE.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException(
                        "invalid percentage '" + PrintableText.of(text) + "'; expected 5% or 2.5%");
            }
            return Double.valueOf(matcher.group(1));
        }
    }

    /**
     * What to look at.
     *
     * @throws Failure or IllegalArgumentException with a text for the user
     */
    public List<Metric> metrics() {
        if (limitPercent == null && (!metricNames.isEmpty() || strict)) {
            throw new Failure(ExitCode.USAGE, "--metric and --strict require --regression");
        }
        return metricNames.isEmpty()
                ? Metric.USUAL
                : metricNames.stream().distinct().map(Metric::named).toList();
    }

    /** True when one is looked for. */
    public boolean given() {
        return limitPercent != null;
    }

    /** True when an option is typed that has a meaning only where something is compared. */
    public boolean typed() {
        return given() || strict || !metricNames.isEmpty();
    }

    /** None where none is looked for. */
    public List<Regression> found(Report report) {
        return limitPercent == null ? List.of() : report.regressions(metrics(), limitPercent);
    }

    /** The report as a document, with the regressions where they were looked for. */
    public ReportDocument document(Report report, List<Regression> found) {
        return limitPercent == null ? ReportDocument.of(report) : ReportDocument.of(report, limitPercent, found);
    }

    /**
     * Reports what was found.
     *
     * @param command {@code parley report}
     */
    public int exitCode(List<Regression> found, String command, Console console) {
        boolean worse = false;
        Map<String, List<Regression>> open = new LinkedHashMap<>();
        for (Regression regression : found) {
            if (regression.finding() == Regression.Finding.WORSE) {
                worse = true;
                console.say(command + ": regression: " + worse(regression));
            } else if (regression.finding() == Regression.Finding.OPEN) {
                open.computeIfAbsent(
                                names(regression) + ": " + regression.why() + settling(regression),
                                _ -> new ArrayList<>())
                        .add(regression);
            }
        }
        open.forEach((why, regressions) -> console.say(command + ": undecided: "
                + regressions.stream().map(r -> r.metric().text()).collect(Collectors.joining(", ")) + " of "
                + PrintableText.of(why)));
        if (worse || (strict && !open.isEmpty())) {
            return ExitCode.THRESHOLD;
        }
        if (limitPercent != null && open.isEmpty()) {
            console.say(String.format(Locale.ROOT, "%s: no regression above %s", command, percent(limitPercent)));
        }
        return ExitCode.OK;
    }

    /** The metrics of one reason may need different numbers of runs; then a line each. */
    private static String settling(Regression regression) {
        return regression.comparison().of(regression.metric()).stream()
                .filter(difference -> difference.finding() == Difference.Finding.NOT_SHOWN)
                .flatMapToInt(difference -> difference.judgement().moreRuns().stream())
                .mapToObj(more -> "; about " + NumberText.count(more, "more run") + " of each would settle it")
                .collect(Collectors.joining());
    }

    private static String names(Regression regression) {
        return "'" + regression.comparison().other().name() + "' against '"
                + regression.comparison().baseline().name() + "'";
    }

    private String worse(Regression regression) {
        String by = regression
                .comparison()
                .of(regression.metric())
                .map(d -> String.format(
                        Locale.ROOT,
                        "%s worse (95 %%: %.1f to %.1f %%)",
                        percent(d.worsePercent()),
                        d.bestPercent(),
                        d.worstPercent()))
                .orElse("worse");
        return regression.metric().text() + " of " + PrintableText.of(names(regression)) + " is " + by + ", more than "
                + percent(limitPercent == null ? 0 : limitPercent);
    }

    private static String percent(double percent) {
        return String.format(Locale.ROOT, percent == Math.rint(percent) ? "%.0f %%" : "%.1f %%", percent);
    }
}
