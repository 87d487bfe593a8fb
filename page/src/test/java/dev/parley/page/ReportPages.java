package dev.parley.page;

import dev.parley.compare.Grouping;
import dev.parley.compare.Report;
import dev.parley.result.LoadResult;
import dev.parley.result.NamedResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The pages that tests and people look at; {@code main} writes them into a folder. */
final class ReportPages {
    private ReportPages() {}

    private static final List<NamedResult> ONE = List.of(new NamedResult("reverse", KnownResults.stalled()));

    private static final List<NamedResult> STAGES = List.of(new NamedResult("stages", KnownResults.staged()));

    private static final List<NamedResult> ENGINES = List.of(
            new NamedResult("selector", KnownResults.lively(1, 1, 2_000, "reverse+tcp://127.0.0.1:8081")),
            new NamedResult("virtual", KnownResults.lively(2, 1.4, 2_000, "reverse+tcp://127.0.0.1:8082")),
            new NamedResult("threads", KnownResults.lively(3, 1.9, 2_000, "reverse+tcp://127.0.0.1:8083")),
            new NamedResult("sequential", KnownResults.lively(4, 3.5, 2_000, "reverse+tcp://127.0.0.1:8084")));

    /** Names and texts that try to be more than text, too few samples, more results than colours. */
    private static final List<NamedResult> HARD = List.of(
            new NamedResult("<script>alert('name')</script>", KnownResults.doubtful("reverse+udp://127.0.0.1:8080")),
            new NamedResult(
                    "a name that is far too long for any chart of any width & \"quoted\", really, and then some more of it",
                    KnownResults.doubtful("reverse")),
            new NamedResult("silent", KnownResults.silent("reverse")),
            new NamedResult("четыре", KnownResults.doubtful("reverse")),
            new NamedResult("消息服务器消息服务器消息服务器", KnownResults.doubtful("reverse")),
            new NamedResult("stalled", KnownResults.stalled()),
            new NamedResult("seven", KnownResults.doubtful("reverse")),
            new NamedResult("", KnownResults.doubtful("reverse")));

    /** Three runs of each, so that differences are decided: one group is equal to the first, one is slower. */
    private static final Report GROUPS = groups();

    private static final Map<String, List<NamedResult>> RESULTS = Map.of(
            "one",
            ONE,
            "lively",
            ENGINES.subList(0, 1),
            "engines",
            ENGINES,
            "hard",
            HARD,
            "groups",
            merged(GROUPS),
            "stages",
            STAGES);

    private static Report groups() {
        SequencedMap<String, List<NamedResult>> groups = new LinkedHashMap<>();
        groups.put("before", runs(10, 1));
        groups.put("again", runs(20, 1));
        groups.put("slower", runs(30, 1.5));
        return Report.of(Grouping.byName(groups), 1);
    }

    private static List<NamedResult> runs(int seed, double slowness) {
        return IntStream.range(seed, seed + 3)
                .mapToObj(run -> new NamedResult(
                        "run " + run,
                        startedAt(run, KnownResults.lively(run, slowness, 2_000, "reverse+tcp://127.0.0.1:8081"))))
                .toList();
    }

    private static LoadResult startedAt(int second, LoadResult run) {
        return new LoadResult(
                run.setting(),
                run.environment(),
                Instant.ofEpochSecond(second),
                run.measured(),
                run.timeline(),
                run.verdict());
    }

    private static List<NamedResult> merged(Report report) {
        return report.groups().stream()
                .map(group -> new NamedResult(group.name(), group.merged()))
                .toList();
    }

    private static final Map<String, byte[]> PAGES = pages();

    private static Map<String, byte[]> pages() {
        Map<String, byte[]> pages = new TreeMap<>();
        RESULTS.forEach((name, results) -> pages.put(name, page(name, results)));
        return pages;
    }

    private static byte[] page(String name, List<NamedResult> results) {
        return results.size() == 1
                ? HtmlReport.of(title(name), results.getFirst())
                : HtmlReport.of(title(name), name.equals("groups") ? GROUPS : report(results));
    }

    private static Report report(List<NamedResult> results) {
        return Report.of(Grouping.byFile(results), 1);
    }

    private static String title(String name) {
        return switch (name) {
            case "engines" -> "reverse on four engines";
            case "hard" -> "<b>Hard</b> \u202eto show";
            default -> "Load on " + results(name).getFirst().result().setting().endpoint();
        };
    }

    static List<NamedResult> results(String name) {
        return Objects.requireNonNull(RESULTS.get(name), name);
    }

    static Report report(String name) {
        return name.equals("groups") ? GROUPS : report(results(name));
    }

    static byte[] page(String name) {
        return Objects.requireNonNull(PAGES.get(name), name);
    }

    /** By name, in order. */
    static Map<String, byte[]> all() {
        return PAGES;
    }

    public static void main(String[] folder) throws IOException {
        for (Map.Entry<String, byte[]> page : all().entrySet()) {
            Files.write(Files.createDirectories(Path.of(folder[0])).resolve(page.getKey() + ".html"), page.getValue());
        }
    }
}
