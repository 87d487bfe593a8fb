package dev.parley.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.shell.MessageContent;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --json} prints an object a line, as documented in docs/json-lines.md. */
class JsonLineTest {
    private static final Path DOCUMENTATION = Path.of("..", "docs", "json-lines.md");
    private static ParleyProcess parley;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        parley = ParleyProcess.serve("reverse://:0", "queue://:0", "pong://:0", "timer://:0");
    }

    @AfterAll
    static void stop() {
        parley.close();
    }

    private static String at(int index) {
        return parley.endpoints().get(index).toString();
    }

    private static List<String> lines(String... words) {
        Transcript transcript = Transcript.of(words).exits(ExitCode.OK);
        assertThat(transcript.err()).isEmpty();
        assertThat(transcript.out()).endsWith("}\n");
        return transcript.out().lines().toList();
    }

    @Test
    void sendShowsEachRequestAndItsReply() {
        assertThat(lines("send", at(0), "--json", "abc", "noël").getFirst())
                .matches("\\{\"kind\":\"reply\",\"endpoint\":\"" + Pattern.quote(at(0))
                        + "\",\"request\":\\{\"bytes\":3,\"text\":\"abc\",\"base64\":null},"
                        + "\"reply\":\\{\"bytes\":3,\"text\":\"cba\",\"base64\":null},\"roundTripNanos\":[0-9]+}");
        assertThat(lines("send", at(0), "-j", "noël").getFirst())
                .as("bytes that are not UTF-8")
                .contains("\"reply\":{\"bytes\":5,\"text\":null,\"base64\":\"bKvDb24=\"}");
    }

    @Test
    void putAndGetShowWhatIsStoredAndFetched() throws Exception {
        String file = Files.writeString(folder.resolve("note"), "a \"note\"\n").toString();

        assertThat(lines("put", at(1), file, file, "--json"))
                .hasSize(2)
                .first()
                .isEqualTo(
                        "{\"kind\":\"stored\",\"endpoint\":\"" + at(1) + "\",\"source\":\"" + file + "\",\"bytes\":9}");
        assertThat(lines("get", at(1), "--all", "--json"))
                .hasSize(2)
                .first()
                .isEqualTo("{\"kind\":\"message\",\"endpoint\":\"" + at(1)
                        + "\",\"message\":{\"bytes\":9,\"text\":\"a \\\"note\\\"\\n\",\"base64\":null}}");
    }

    @Test
    void getTakesNoMoreIntoMemoryThanItMay() {
        Transcript.withInput("twelve bytes".getBytes(StandardCharsets.UTF_8), "put", at(1))
                .exits(ExitCode.OK);

        Transcript get =
                Transcript.of("get", at(1), "--json", "--max-message", "11").exits(ExitCode.FAILED);

        assertThat(get.out()).isEmpty();
        assertThat(get.err()).contains("the message has more than 11 bytes").hasLineCount(1);
    }

    @Test
    void pingAndTimeEndWithASummary() {
        List<String> ping = lines("ping", at(2), "--clients", "2", "--count", "1", "--json");
        assertThat(ping).hasSize(3);
        assertThat(ping.subList(0, 2))
                .allSatisfy(line -> assertThat(line)
                        .matches(
                                "\\{\"kind\":\"reply\",\"client\":[01],\"number\":1,\"reply\":\\{\"bytes\":4,\"text\":\"pong\","
                                        + "\"base64\":null},\"roundTripNanos\":[0-9]+}"));
        assertThat(ping.getLast())
                .startsWith("{\"kind\":\"summary\",\"endpoint\":\"" + at(2)
                        + "\",\"planned\":2,\"sent\":2,\"answered\":2,\"lost\":0,\"open\":0,\"lossPercent\":0.0,"
                        + "\"roundTrip\":{\"minNanos\":")
                .contains("\"meanNanos\":", "\"stddevNanos\":", "\"percentilesNanos\":{}}", "\"server\":null")
                .contains("\"trustworthy\":true", "\"reasons\":[");
        assertThat(lines("ping", at(2), "-c", "1", "-q", "-j")).hasSize(1);

        List<String> time = lines("time", at(3), "-n", "1", "--json");
        assertThat(time).hasSize(2);
        assertThat(time.getFirst())
                .matches("\\{\"kind\":\"reply\",\"number\":1,\"reply\":\\{\"bytes\":[0-9]+,\"text\":\"UUID: .*\","
                        + "\"base64\":null},\"serverNanos\":[0-9]+,\"roundTripNanos\":[0-9]+}");
        assertThat(time.getLast()).contains("\"server\":{\"minNanos\":");
    }

    /** The documentation's table names every field there is. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                MessageContent.class,
                JsonLine.Fetched.class,
                JsonLine.Stored.class,
                JsonLine.Exchanged.class,
                JsonLine.Pinged.class,
                JsonLine.Timed.class,
                JsonLine.Latencies.class,
                JsonLine.Pings.class,
                JsonLine.Summary.class
            })
    void everyFieldIsDocumented(Class<?> line) throws Exception {
        String documentation = Files.readString(DOCUMENTATION);
        for (var component : line.getRecordComponents()) {
            assertThat(documentation).contains("`" + component.getName() + "`");
        }
    }
}
