package dev.parley.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The pages that tests and people look at; {@code main} writes them into a folder. */
final class ReportPages {
    private ReportPages() {}

    static final List<NamedResult> ONE = List.of(new NamedResult("reverse", KnownResults.stalled()));

    static final List<NamedResult> ENGINES = List.of(
            new NamedResult("selector", KnownResults.lively(1, 1, 2_000, "reverse+tcp://127.0.0.1:8081")),
            new NamedResult("virtual", KnownResults.lively(2, 1.4, 2_000, "reverse+tcp://127.0.0.1:8082")),
            new NamedResult("threads", KnownResults.lively(3, 1.9, 2_000, "reverse+tcp://127.0.0.1:8083")),
            new NamedResult("sequential", KnownResults.lively(4, 3.5, 2_000, "reverse+tcp://127.0.0.1:8084")));

    /** Names and texts that try to be more than text, too few samples, more results than colours. */
    static final List<NamedResult> HARD = List.of(
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

    static Map<String, byte[]> all() {
        Map<String, byte[]> pages = new TreeMap<>();
        pages.put("one", HtmlReport.of("Load on reverse+tcp://127.0.0.1:8080", ONE));
        pages.put("lively", HtmlReport.of("Load on reverse+tcp://127.0.0.1:8081", ENGINES.subList(0, 1)));
        pages.put("engines", HtmlReport.of("reverse on four engines", ENGINES));
        pages.put("hard", HtmlReport.of("<b>Hard</b> \u202eto show", HARD));
        return pages;
    }

    public static void main(String[] folder) throws IOException {
        for (Map.Entry<String, byte[]> page : all().entrySet()) {
            Files.write(Files.createDirectories(Path.of(folder[0])).resolve(page.getKey() + ".html"), page.getValue());
        }
    }
}
