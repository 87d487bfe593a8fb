package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import dev.parley.result.ResultReader;
import dev.parley.testkit.PublishedSchema;
import dev.parley.testkit.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
class LoadTlsTest {
    @TempDir
    Path folder;

    private TlsFiles files = new TlsFiles(Path.of(""));

    @BeforeEach
    void writeFiles() throws Exception {
        files = TlsFiles.in(folder);
    }

    private ParleyProcess serve(String words) {
        List<String> all = new ArrayList<>(List.of(words.split(" ", -1)));
        all.addAll(List.of("--tls-cert", files.path("server.pem"), "--tls-key", files.path("server.key")));
        return ParleyProcess.serve(all.toArray(String[]::new));
    }

    private String load(ParleyProcess server, String more) throws Exception {
        Path json = folder.resolve("result.json");
        List<String> words = new ArrayList<>(List.of(
                "load",
                server.endpoint().toString(),
                "--tls-ca",
                files.path("ca.pem"),
                "--warmup",
                "1ms",
                "--warmup-limit",
                "10ms",
                "--quiet",
                "--json",
                json.toString()));
        words.addAll(List.of(more.split(" ", -1)));
        Transcript.of(words.toArray(String[]::new)).exits(ExitCode.OK);
        return Files.readString(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reverse+tls://:0 | 1000 | --clients 2 --depth 16 --size 20",
                "echo+tls://:0 --framing len32 | 100 | --clients 2 --depth 4 --size 20000 --framing len32",
                "reverse+tls://:0 | 30 | --clients 2 --connect-per-request",
                "echo+tls://:0 --framing end | 30 | --clients 2 --framing end",
                "beanstalk+tls://:0 | 100 | --clients 2"
            })
    void everyRequestIsAnswered(String served, int count, String options) throws Exception {
        try (ParleyProcess server = serve(served)) {
            String result = load(server, "--closed --count " + count + " " + options);
            assertThat(result).contains("\"endpoint\"", "+tls+tcp://");
            assertThat(result.replace(" ", "")).contains("\"reply\":" + count + ",");
        }
    }

    @Test
    void handshakesAreReportedOfConnectionsThatAreKept() throws Exception {
        try (ParleyProcess server = serve("reverse+tls://:0")) {
            Transcript text = Transcript.of(
                            "load",
                            server.endpoint().toString(),
                            "--tls-ca",
                            files.path("ca.pem"),
                            "--warmup",
                            "0",
                            "--quiet",
                            "--count",
                            "20",
                            "--clients",
                            "2")
                    .exits(ExitCode.OK);
            assertThat(text.out())
                    .containsPattern("(?m)^TLS handshakes: 2, each a full one: max [0-9.]+ ms, mean [0-9.]+ ms$")
                    .doesNotContain("connect ");
        }
    }

    @Test
    void handshakesHaveAColumnOfPercentilesWhereEachRequestConnects() throws Exception {
        Path json = folder.resolve("result.json");
        Path html = folder.resolve("result.html");
        try (ParleyProcess server = serve("reverse+tls://:0")) {
            Transcript text = Transcript.of(
                            "load",
                            server.endpoint().toString(),
                            "--tls-ca",
                            files.path("ca.pem"),
                            "--warmup",
                            "0",
                            "--quiet",
                            "--closed",
                            "--connect-per-request",
                            "--count",
                            "30",
                            "--clients",
                            "2",
                            "--json",
                            json.toString(),
                            "--html",
                            html.toString())
                    .exits(ExitCode.OK);
            assertThat(text.out())
                    .containsPattern("(?m)^ +response .* connect +handshake +service")
                    .containsPattern("(?m)^TLS handshakes: 30, each a full one: p50 [0-9.]+ .s, max ");
        }
        byte[] document = Files.readAllBytes(json);
        assertThat(PublishedSchema.faults("parley-load-1", document)).isEmpty();
        JsonNode result = new JsonMapper().readTree(document);
        assertThat(result.at("/handshake/count").asInt()).isEqualTo(30);
        assertThat(result.at("/handshake/percentileNanos/p50").asLong())
                .isPositive()
                .isLessThan(result.at("/connect/percentileNanos/p50").asLong());
        assertThat(ResultReader.read(document).measured().handshake().count()).isEqualTo(30);
        assertThat(Files.readString(html)).contains("TLS handshake");
    }

    @Test
    void aServerThatIsNotTrustedEndsTheLoadInOneLine() throws Exception {
        try (ParleyProcess server = serve("reverse+tls://:0")) {
            Transcript refused = Transcript.of(
                            "load",
                            server.endpoint().toString(),
                            "--duration",
                            "1s",
                            "--warmup",
                            "1ms",
                            "--warmup-limit",
                            "10ms")
                    .exits(ExitCode.UNAVAILABLE);
            assertThat(refused.err().lines()).hasSize(1);
            assertThat(refused.err()).contains("authority that is not trusted", "--tls-ca");
        }
    }
}
