package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.testkit.RawPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The live page of a server as a real browser sees it, which live.mjs drives. */
@Tag("slow")
class LivePageInBrowserTest {
    private static final Path SCRIPTS = Path.of("../page/src/test/browser");
    private static final Path CHROMIUM = Path.of(System.getenv().getOrDefault("PARLEY_CHROMIUM", "/usr/bin/chromium"));
    private static final String ATTACK = "<img src=x onerror=\"document.title=1\"><script>document.title=2</script>";

    private static void need(boolean there, String otherwise) {
        if (!there) {
            System.out.println("skipped: " + otherwise);
        }
        assumeTrue(there, otherwise);
    }

    private static List<String> texts(JsonNode in, String name) {
        return in.required(name).valueStream().map(JsonNode::asString).toList();
    }

    @Test
    @Timeout(120)
    void itShowsTheNumbersOfMetricsAndWhatItIsToldIsText() throws Exception {
        need(Files.isExecutable(CHROMIUM), "there is no " + CHROMIUM + ", so the live page is not checked");
        need(
                Files.isDirectory(SCRIPTS.resolve("node_modules/playwright-core")),
                "there is no playwright-core; run npm ci in page/src/test/browser");
        try (ChildProgram server = ChildProgram.start(ParleyProcess.command(
                "serve",
                "reverse://127.0.0.1:0",
                "beanstalk://127.0.0.1:0",
                "--engine",
                "selector",
                "--admin",
                ":0"))) {
            String admin = server.awaitText("admin (http://\\S+)\n").group(1);
            try (RawPeer reverse = RawPeer.connect(port(server, "reverse"));
                    RawPeer queue = RawPeer.connect(port(server, "beanstalk"))) {
                reverse.send(new byte[] {2, 'h', 'i', 2, 'h', 'o'});
                reverse.read(6);
                queue.send(RawPeer.bytes("use jobs\r\nput 0 0 10 2\r\nhi\r\n"));
                queue.read("USING jobs\r\nINSERTED 1\r\n".length());

                JsonNode found = look(admin);

                List<String> metrics = metrics(admin);
                assertThat(found.required("numbers").size()).isGreaterThan(20);
                found.required("numbers")
                        .forEach(number -> assertThat(metrics)
                                .as(number.toString())
                                .filteredOn(line -> !line.startsWith("parley_tube_oldest")) // it goes on
                                .anyMatch(line ->
                                        number.required("key").asString().startsWith("parley_tube_oldest")
                                                || line.equals(
                                                        number.required("key").asString() + " "
                                                                + Double.parseDouble(number.required("value")
                                                                        .asString()))));
                assertThat(found.required("title").asString())
                        .isEqualTo("Parley at " + URI.create(admin).getAuthority());
                assertThat(found.required("state").asString()).isEqualTo("ready");
                assertThat(found.required("tiles").asString()).containsIgnoringWhitespaces("connections 2");
                assertThat(texts(found, "points")).hasSize(3).allMatch(points -> Integer.parseInt(points) >= 3);
                assertThat(texts(found, "complaints")).isEmpty();
                assertThat(texts(found, "requests")).containsOnly("/", "/events");
                assertThat(texts(found, "tooWide")).isEmpty();
                assertThat(found.required("dark")).isNotEqualTo(found.required("light"));

                assertThat(found.required("full").asString()).isEqualTo("too many");

                JsonNode attacked = found.required("attacked");
                assertThat(attacked.required("elements").asInt()).isZero();
                assertThat(attacked.required("title").asString()).startsWith("Parley at ");
                assertThat(texts(attacked, "texts"))
                        .hasSize(3)
                        .allMatch(text -> text.replace("\\", "").equals(ATTACK));
            }
        }
    }

    private static InetSocketAddress port(ChildProgram server, String service) {
        Matcher ready = server.awaitText("ready " + service + "\\S+:(\\d+)\n");
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready.group(1)));
    }

    private static JsonNode look(String admin) throws Exception {
        try (ChildProgram node =
                ChildProgram.start(List.of("node", SCRIPTS.resolve("live.mjs").toString(), admin))) {
            assertThat(node.exitCode()).as(node.errText()).isZero();
            return new JsonMapper().readTree(node.outText());
        }
    }

    private static List<String> metrics(String admin) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(admin + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .toList();
        }
    }
}
