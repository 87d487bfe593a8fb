package dev.parley.page;

import java.nio.charset.StandardCharsets;

/**
 * The page that shows a server as it runs. All it needs is inside but the numbers, which its script reads from {@code events} beside it: a
 * stream of server-sent events, {@code metrics} with lines in Prometheus' text format, {@code state} with {@code ok} or a line for each reason
 * why not, and {@code full} when too many look. Its own security policy forbids to load anything else, or to run anything else.
 */
public final class LivePage {
    private LivePage() {}

    /**
     * The page, the same for every server. Any thread, does not block.
     *
     * @return UTF-8
     */
    public static byte[] html() {
        String sheet = PageResources.sheet() + "\n" + PageResources.read("live.css");
        String script = PageResources.script("live.js");
        return PageResources.read("live.html")
                .replace("{sheet-hash}", PageResources.hash(sheet))
                .replace("{script-hash}", PageResources.hash(script))
                .replace("{sheet}", sheet)
                .replace("{script}", script)
                .getBytes(StandardCharsets.UTF_8);
    }
}
