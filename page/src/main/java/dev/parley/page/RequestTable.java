package dev.parley.page;

import dev.parley.result.Bandwidths;
import dev.parley.result.Counter;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import dev.parley.result.NumberText;
import dev.parley.result.Outcome;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** How many requests there were, how fast, and what became of them. */
final class RequestTable {
    /** Shown as rates. */
    private static final Set<Counter> ELSEWHERE =
            Set.of(Counter.DUE, Counter.SENT, Counter.REPLIES_IN_TIME, Counter.BYTES_SENT, Counter.BYTES_RECEIVED);

    private final Markup page;
    private final List<NamedResult> results;

    private RequestTable(Markup page, List<NamedResult> results) {
        this.page = page;
        this.results = results;
    }

    static void addTo(Markup page, List<NamedResult> results) {
        RequestTable table = new RequestTable(page, results);
        page.openScrolling("Throughput and errors");
        page.open("table", "class", "numbers");
        page.element("caption", "Throughput and errors");
        if (results.size() > 1) {
            page.open("thead").open("tr").element("th", "", "scope", "col");
            results.forEach(named -> page.element("th", named.name(), "scope", "col"));
            page.close().closeLine();
        }
        page.open("tbody");
        table.rates();
        table.work();
        table.counts();
        page.close().close().closeLine();
    }

    private void rates() {
        if (results.stream().anyMatch(named -> !named.result().measured().closedLoop())) {
            row("Target", "askedPerSecond", LoadResult.Measured::targetPerSecond, true);
            row("Sent", "sentPerSecond", LoadResult.Measured::sentPerSecond, false);
        }
        row("Replies", "repliesPerSecond", LoadResult.Measured::repliesPerSecond, false);
        if (results.stream().anyMatch(named -> !named.result().measured().closedLoop())) {
            page.open("tr").element("th", "Rate kept", "scope", "row");
            for (int i = 0; i < results.size(); i++) {
                LoadResult.Measured measured = results.get(i).result().measured();
                value(
                        i,
                        "keptShare",
                        measured.keptShare(),
                        measured.closedLoop() ? "–" : NumberText.share(measured.keptShare()));
            }
            page.closeLine();
        }
    }

    private void work() {
        row("Requests", "bytesSentPerSecond", LoadResult.Measured::bytesSentPerSecond);
        row("Replies", "bytesReceivedPerSecond", LoadResult.Measured::bytesReceivedPerSecond);
        if (results.stream().noneMatch(named -> cpu(named).isPresent())) {
            return;
        }
        page.open("tr").element("th", "Server CPU a reply", "scope", "row");
        for (int i = 0; i < results.size(); i++) {
            OptionalLong nanos = cpu(results.get(i));
            value(
                    i,
                    "serverCpuNanosPerReply",
                    (double) nanos.orElse(0),
                    nanos.isPresent() ? NumberText.timeInPage(nanos.getAsLong()) : "–");
        }
        page.closeLine();
    }

    private static OptionalLong cpu(NamedResult named) {
        return named.result().measured().serverCpuNanosPerReply();
    }

    /** Nothing in results of before bytes were counted. */
    private void row(String name, String id, ToDoubleFunction<LoadResult.Measured> bytes) {
        if (results.stream()
                .noneMatch(named -> bytes.applyAsDouble(named.result().measured()) > 0)) {
            return;
        }
        page.open("tr").element("th", name + ", bytes", "scope", "row");
        for (int i = 0; i < results.size(); i++) {
            double perSecond = bytes.applyAsDouble(results.get(i).result().measured());
            value(i, id, perSecond, Bandwidths.text(perSecond));
        }
        page.closeLine();
    }

    private void row(String name, String id, ToDoubleFunction<LoadResult.Measured> rate, boolean scheduleOnly) {
        page.open("tr").element("th", name, "scope", "row");
        for (int i = 0; i < results.size(); i++) {
            LoadResult.Measured measured = results.get(i).result().measured();
            double perSecond = rate.applyAsDouble(measured);
            value(i, id, perSecond, scheduleOnly && measured.closedLoop() ? "–" : NumberText.rate(perSecond));
        }
        page.closeLine();
    }

    private void value(int result, String id, double value, String text) {
        page.element(
                "td",
                text,
                "data-result",
                String.valueOf(result),
                "data-metric",
                id,
                "data-value",
                String.valueOf(value));
    }

    private void counts() {
        row("Requests measured", "measured", measured -> measured.response().count(), "");
        row("Answered as expected", "reply", measured -> measured.count(Outcome.REPLY), "");
        row("Errors", "errors", LoadResult.Measured::errors, "");
        for (Outcome outcome : Outcome.values()) {
            if (outcome != Outcome.REPLY) {
                rowIfAny(outcome.text(), measured -> measured.count(outcome));
            }
        }
        for (Counter counter : Counter.values()) {
            if (!ELSEWHERE.contains(counter)) {
                rowIfAny(counter.text(), measured -> measured.count(counter));
            }
        }
    }

    private void rowIfAny(String name, ToLongFunction<LoadResult.Measured> count) {
        if (results.stream().anyMatch(named -> count.applyAsLong(named.result().measured()) > 0)) {
            row(name, name, count, "kind");
        }
    }

    private void row(String name, String id, ToLongFunction<LoadResult.Measured> count, String css) {
        page.open("tr", "class", css).element("th", name, "scope", "row");
        for (int i = 0; i < results.size(); i++) {
            long value = count.applyAsLong(results.get(i).result().measured());
            page.element(
                    "td",
                    NumberText.count(value),
                    "data-result",
                    String.valueOf(i),
                    "data-metric",
                    id,
                    "data-count",
                    String.valueOf(value));
        }
        page.closeLine();
    }
}
