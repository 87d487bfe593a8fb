package dev.parley.compare;

import dev.parley.result.Judge;
import dev.parley.result.LoadResult;
import dev.parley.result.LoadResult.Measured;
import dev.parley.result.Merge;
import dev.parley.result.Reason;
import dev.parley.result.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What all rounds of one contender came to: a row of a comparison. Immutable.
 *
 * <p>Throughput is the median of the rounds. Percentiles are those of all rounds' requests together, of response times; in a
 * closed loop, which knows no other, of service times.
 */
public final class Rounds {
    private final Contender contender;
    private final String server;
    private final List<LoadResult> results;
    private final List<String> failures;
    private final Measured total;
    private final Verdict verdict;

    /**
     * @param server how it was started or reached, for people
     * @param results a complete one for each round
     * @param failures what kept rounds from being measured, or cut one short
     */
    public Rounds(Contender contender, String server, List<LoadResult> results, List<String> failures) {
        this.contender = contender;
        this.server = server;
        this.results = List.copyOf(results);
        this.failures = List.copyOf(failures);
        this.total = Merge.measured(results.stream().map(LoadResult::measured).toList());
        this.verdict = results.isEmpty()
                ? new Verdict(List.of(new Reason(Reason.Kind.NOT_MEASURED, "not measured")), List.of())
                : Judge.judge(total);
    }

    public Contender contender() {
        return contender;
    }

    /** How it was started or reached. */
    public String server() {
        return server;
    }

    public List<LoadResult> results() {
        return results;
    }

    /** What kept rounds from being measured, or cut one short. */
    public List<String> failures() {
        return failures;
    }

    /** Without a single reply. */
    public boolean silent() {
        return total.service().count() == 0;
    }

    /** Requests of all rounds that did not get the expected reply. */
    public long errors() {
        return total.errors();
    }

    /** Why its numbers must not be trusted; none when they may be. */
    public List<Reason> reasons() {
        List<Reason> reasons = new ArrayList<>();
        failures.forEach(failure -> reasons.add(new Reason(Reason.Kind.SERVER_FAILED, failure)));
        reasons.addAll(verdict.reasons());
        return reasons;
    }

    /** Replies a second. */
    public Figure throughput() {
        List<OptionalDouble> each = each(measured -> OptionalDouble.of(measured.repliesPerSecond()));
        return Figure.of(
                Figure.median(
                        each.stream().mapToDouble(OptionalDouble::getAsDouble).toArray()),
                each);
    }

    /** In nanoseconds. */
    public Figure percentile(double percent) {
        return Figure.of(nanos(total, percent), each(measured -> nanos(measured, percent)));
    }

    private static OptionalDouble nanos(Measured measured, double percent) {
        OptionalLong nanos =
                (measured.closedLoop() ? measured.service() : measured.response()).percentileNanos(percent);
        return nanos.isPresent() ? OptionalDouble.of((double) nanos.getAsLong()) : OptionalDouble.empty();
    }

    private List<OptionalDouble> each(Function<Measured, OptionalDouble> figure) {
        return results.stream().map(LoadResult::measured).map(figure).toList();
    }
}
