package dev.parley.page;

import dev.parley.compare.Grouping;
import dev.parley.compare.Report;
import dev.parley.result.NamedResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The pages that tests and people look at; {@code main} writes them into a folder. */
final class ReportPages {
    private ReportPages() {}

    private static final List<NamedResult> ONE = List.of(new NamedResult("reverse", KnownResults.stalled()));

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

    private static final Map<String, List<NamedResult>> RESULTS =
            Map.of("one", ONE, "lively", ENGINES.subList(0, 1), "engines", ENGINES, "hard", HARD);

    private static final Map<String, byte[]> PAGES = pages();

    private static Map<String, byte[]> pages() {
        Map<String, byte[]> pages = new TreeMap<>();
        RESULTS.forEach((name, results) -> pages.put(name, page(name, results)));
        return pages;
    }

    private static byte[] page(String name, List<NamedResult> results) {
        return results.size() == 1
                ? HtmlReport.of(title(name), results.getFirst())
                : HtmlReport.of(title(name), report(results));
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
        return report(results(name));
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
