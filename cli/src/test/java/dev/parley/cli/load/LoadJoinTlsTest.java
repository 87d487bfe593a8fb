package dev.parley.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.testkit.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Several load generators and a server on TLS. */
@Timeout(120)
@Tag("slow")
class LoadJoinTlsTest {
    @TempDir
    private Path folder;

    private final List<ParleyProcess> processes = new ArrayList<>();
    private TlsFiles files = new TlsFiles(Path.of(""));

    @BeforeEach
    void writeFiles() throws IOException {
        files = TlsFiles.in(folder);
    }

    @AfterEach
    void endAll() {
        processes.forEach(ParleyProcess::close);
    }

    private ParleyProcess serve(String endpoint, String... more) {
        List<String> words = new ArrayList<>(List.of(
                endpoint,
                "--engine",
                "selector",
                "--tls-cert",
                files.path("server.pem"),
                "--tls-key",
                files.path("server.key")));
        words.addAll(List.of(more));
        ParleyProcess server = ParleyProcess.serve(words.toArray(String[]::new));
        processes.add(server);
        return server;
    }

    private ParleyProcess start(String... words) {
        ParleyProcess process = ParleyProcess.start(words);
        processes.add(process);
        return process;
    }

    private ParleyProcess coordinator(ParleyProcess server, String... trust) {
        List<String> words = new ArrayList<>(List.of(
                "load",
                server.endpoint().toString(),
                "--rate",
                "200",
                "--clients",
                "4",
                "--count",
                "200",
                "--warmup",
                "0",
                "--generators",
                "2",
                "--json",
                folder.resolve("result.json").toString()));
        words.addAll(List.of(trust));
        return start(words.toArray(String[]::new));
    }

    private static String address(ParleyProcess coordinator, String behind) {
        return coordinator
                .program()
                .awaitText("parley load --join (\\S+:\\d+)" + behind)
                .group(1);
    }

    private JsonNode result() throws IOException {
        return new JsonMapper().readTree(Files.readAllBytes(folder.resolve("result.json")));
    }

    private static void end(ParleyProcess process, int code) {
        assertThat(process.program().exitCode()).as(process.err()).isEqualTo(code);
    }

    @Test
    void theOthersTrustWhomTheCoordinatorTrusts() throws IOException {
        ParleyProcess coordinator = coordinator(serve("reverse+tls://:0"), "--tls-ca", files.path("ca.pem"));
        ParleyProcess other = start("load", "--join", address(coordinator, "\n"));
        end(coordinator, ExitCode.OK);
        end(other, ExitCode.OK);
        assertThat(result().at("/requests/reply").asInt()).isEqualTo(200);
        assertThat(result().at("/handshake/count").asInt())
                .as("of the clients of both")
                .isEqualTo(4);
        assertThat(result().at("/generators/1/result/handshake/count").asInt()).isEqualTo(2);
    }

    @Test
    void ifTheCoordinatorChecksNothingTheOthersDoNotAndSaySo() throws IOException {
        ParleyProcess coordinator = coordinator(serve("reverse+tls://:0"), "--insecure");
        ParleyProcess other = start("load", "--join", address(coordinator, "\n"));
        end(coordinator, ExitCode.OK);
        end(other, ExitCode.OK);
        assertThat(other.err()).contains("WARNING: --insecure");
    }

    /** Its key is not sent to whoever connects. */
    @Test
    void eachShowsACertificateOfItsOwn() throws IOException {
        String[] own = {"--tls-cert", files.path("client.pem"), "--tls-key", files.path("client.key")};
        ParleyProcess server = serve("reverse+mtls://:0", "--tls-ca", files.path("ca.pem"));
        ParleyProcess coordinator =
                coordinator(server, "--tls-ca", files.path("ca.pem"), own[0], own[1], own[2], own[3]);
        String at = address(coordinator, " --tls-cert FILE --tls-key FILE\n");
        ParleyProcess other = start("load", "--join", at, own[0], own[1], own[2], own[3]);
        end(coordinator, ExitCode.OK);
        end(other, ExitCode.OK);
        assertThat(result().at("/requests/reply").asInt()).isEqualTo(200);
    }

    @Test
    void oneWithoutACertificateEndsAllInALineEach() {
        ParleyProcess server = serve("reverse+mtls://:0", "--tls-ca", files.path("ca.pem"));
        ParleyProcess coordinator = coordinator(
                server,
                "--tls-ca",
                files.path("ca.pem"),
                "--tls-cert",
                files.path("client.pem"),
                "--tls-key",
                files.path("client.key"));
        ParleyProcess other = start("load", "--quiet", "--join", address(coordinator, ""));
        end(other, ExitCode.BAD_CONFIGURATION);
        end(coordinator, ExitCode.FAILED);
        assertThat(other.err().lines()).singleElement().asString().contains("requires our certificate: --tls-cert");
        assertThat(coordinator.err())
                .containsPattern("(?m)^parley load: generator 2 .*requires our certificate: --tls-cert");
    }
}
