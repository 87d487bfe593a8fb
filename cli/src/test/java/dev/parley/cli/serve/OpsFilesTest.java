package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard and the alerts in {@code ops} ask for metrics that there are. */
@Tag("slow")
class OpsFilesTest {
    private static final Path OPS = Path.of("..", "ops");
    private static final Pattern NAME = Pattern.compile("\\b(?:parley|process)_[a-z_]+");

    private static Set<String> names(String text) {
        return NAME.matcher(text).results().map(found -> found.group()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> offered() throws Exception {
        try (ParleyProcess server =
                ParleyProcess.serve("beanstalk://:0", "pong+udp://:0", "--engine", "selector", "--admin", ":0")) {
            Transcript.of("put", server.endpoints().getFirst() + "/mail", "-m", "x")
                    .exits(ExitCode.OK);
            String url = server.program().awaitText("admin (http://\\S+)\n").group(1);
            try (HttpClient client = HttpClient.newHttpClient()) {
                return names(client.send(
                                HttpRequest.newBuilder(URI.create(url + "/metrics"))
                                        .build(),
                                BodyHandlers.ofString())
                        .body());
            }
        }
    }

    @Test
    void everyMetricThatIsAskedForIsThere() throws Exception {
        Set<String> offered = offered();
        for (String file : new String[] {"alerts.yml", "grafana-dashboard.json"}) {
            Set<String> asked = names(Files.readString(OPS.resolve(file)));
            assertThat(asked).as(file).hasSizeGreaterThan(5);
            assertThat(offered).as(file).containsAll(asked);
        }
    }

    @Test
    void theDashboardIsJsonAndItsPanelsHaveNumbersOfTheirOwn() throws IOException {
        var panels = JsonMapper.shared()
                .readTree(Files.readString(OPS.resolve("grafana-dashboard.json")))
                .get("panels");
        Set<Integer> ids = new TreeSet<>();
        panels.forEach(panel -> assertThat(ids.add(panel.get("id").asInt())).isTrue());
        assertThat(ids).hasSizeGreaterThan(10);
    }
}
