package dev.parley.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import dev.parley.testkit.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Comparisons of servers on TLS, in processes of their own. */
@Timeout(120)
@Tag("slow")
class CompareTlsTest {
    private static final Pattern CERTIFICATE = Pattern.compile("--tls-cert (\\S+)");

    @TempDir
    Path folder;

    private TlsFiles files = new TlsFiles(Path.of(""));

    @BeforeEach
    void writeFiles() throws IOException {
        files = TlsFiles.in(folder);
    }

    private Transcript compare(String service, String... more) {
        List<String> words = new ArrayList<>(List.of("compare", service, "--engines", "selector", "--rounds", "1"));
        words.addAll(List.of("--closed", "--count", "20", "--clients", "2", "--warmup", "0", "--first-warmup", "50ms"));
        words.addAll(List.of("--json", folder.resolve("compare.json").toString(), "--quiet"));
        words.addAll(List.of(more));
        return Transcript.of(words.toArray(String[]::new));
    }

    private JsonNode rows() throws IOException {
        return new JsonMapper()
                .readTree(Files.readAllBytes(folder.resolve("compare.json")))
                .at("/results");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reverse+tls", "reverse+mtls"})
    void theCertificatesOfItsOwnLaboratoryAreGoneAfterwards(String service) throws IOException {
        Transcript compared = compare(service, "--connect-per-request").exits(ExitCode.OK);
        assertThat(rows()).singleElement().satisfies(row -> {
            assertThat(row.at("/errors").asInt()).isZero();
            assertThat(row.at("/rounds/0/requests/reply").asInt()).isEqualTo(20);
            assertThat(row.at("/rounds/0/handshake/count").asInt()).isEqualTo(20);
        });
        assertThat(compared.out()).startsWith(service + ": closed loop");
        List<Path> certificates = CERTIFICATE
                .matcher(compared.out())
                .results()
                .map((MatchResult found) -> Path.of(found.group(1)))
                .toList();
        assertThat(certificates).singleElement().satisfies(certificate -> {
            assertThat(certificate.toString()).contains("/parley-compare-tls");
            assertThat(certificate.getParent()).doesNotExist();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneThatRunsIsTrustedByItsAuthorityWhetherTheOthersShowItsCertificateOrOneOfALaboratory(boolean its)
            throws IOException {
        String[] given = {"--tls-cert", files.path("server.pem"), "--tls-key", files.path("server.key")};
        try (ParleyProcess server = ParleyProcess.serve("reverse+tls://:0", given[0], given[1], given[2], given[3])) {
            List<String> options = new ArrayList<>(
                    List.of("--tls-ca", files.path("ca.pem"), "--against", "mine=" + server.endpoint()));
            if (its) {
                options.addAll(List.of(given));
            }
            compare("reverse+tls", options.toArray(String[]::new)).exits(ExitCode.OK);
        }
        assertThat(rows())
                .hasSize(2)
                .allSatisfy(row ->
                        assertThat(row.at("/rounds/0/requests/reply").asInt()).isEqualTo(20));
    }

    /** One that runs is looked at before any other is started. */
    @Test
    void aServerThatIsNotTrustedEndsItInOneLine() {
        String[] given = {"--tls-cert", files.path("server.pem"), "--tls-key", files.path("server.key")};
        try (ParleyProcess server = ParleyProcess.serve("reverse+tls://:0", given[0], given[1], given[2], given[3])) {
            Transcript running = compare("reverse+tls", "--against", "mine=" + server.endpoint())
                    .exits(ExitCode.UNAVAILABLE);
            assertThat(running.err().lines()).hasSize(1);
            assertThat(running.err())
                    .contains("cannot connect to " + server.endpoint(), "authority that is not trusted", "--tls-ca")
                    .doesNotContain("no client could connect"); // it was no load yet
        }
        Transcript started = compare("reverse+tls", given).exits(ExitCode.UNAVAILABLE);
        assertThat(started.err().lines()).hasSize(1);
        assertThat(started.err()).contains("no client could connect: the server is not trusted", "--tls-ca");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reverse      | --insecure | --tls-ca and --insecure require --tls-cert, or --against",
                "reverse+tls  | --tls-ca ca.pem | --tls-ca and --insecure require --tls-cert, or --against",
                "reverse      | --tls-cert a.pem --tls-key a.key | reverse+tls",
                "reverse+tls  | --tls-cert a.pem | require each other",
                "reverse+tls  | --tls-cert a.pem --tls-key a.key | a.pem: there is no such file",
                "reverse+tls  | --tls-cert a.pem --tls-key a.key --insecure --tls-ca ca.pem | leave one of them out",
                "reverse+mtls | --tls-cert a.pem --tls-key a.key | makes all certificates itself",
                "reverse+tls  | --against x=reverse+mtls://:9 | has no certificate to show"
            })
    void whatDoesNotFitIsRefused(String service, String options, String refusal) {
        Transcript refused = compare(service, options.split(" ", -1)).exits(ExitCode.BAD_CONFIGURATION);
        assertThat(refused.err().lines()).hasSize(1);
        assertThat(refused.err()).contains(refusal);
    }
}
