package dev.parley.cli.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.cli.testing.ChildProgram;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.testkit.RawDatagrams;
import dev.parley.testkit.RawPeer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code serve --allow} and {@code --deny}: from where clients are taken. All of 127.0.0.0/8 are addresses of this machine. */
@Tag("slow")
class AllowedAddressesTest {
    @TempDir
    Path folder;

    private static void isServed(String source, ParleyProcess server) throws Exception {
        try (RawPeer peer = RawPeer.connectFrom(source, server.address())) {
            peer.send(new byte[] {2, 'h', 'i'});
            assertThat(peer.read(3)).isEqualTo(new byte[] {2, 'i', 'h'});
        }
    }

    private static void isRefused(String source, ParleyProcess server) throws Exception {
        assertThat(RawPeer.seenByConnecting(source, server.address())).isEqualTo("<reset>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "selector", "threads", "virtual"})
    void aRefusedClientIsCounted(String engine) throws Exception {
        try (ParleyProcess server = ParleyProcess.serve(
                        "reverse://:0",
                        "--engine",
                        engine,
                        "--admin",
                        ":0",
                        "--allow",
                        "127.0.0.0/30",
                        "--deny",
                        "127.0.0.2");
                HttpClient client = HttpClient.newHttpClient()) {
            isServed("127.0.0.1", server);
            isRefused("127.0.0.2", server);
            isServed("127.0.0.3", server);
            isRefused("127.0.0.4", server);
            String url = server.program().awaitText("admin (http://\\S+)\n").group(1);
            HttpRequest metrics =
                    HttpRequest.newBuilder(URI.create(url + "/metrics")).build();
            await().atMost(ChildProgram.PATIENCE)
                    .untilAsserted(() -> assertThat(client.send(metrics, BodyHandlers.ofString())
                                    .body())
                            .containsPattern("(?m)^parley_refused_total\\{.*,reason=\"not_allowed\"} 2.0$")
                            .containsPattern("(?m)^parley_accepted_total\\{.*} 2.0$"));
        }
    }

    @Test
    void socatIsRefusedFromOneAddressAndServedFromAnother() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/socat")), "socat is not installed");
        try (ParleyProcess server = ParleyProcess.serve("pong://:0", "--deny", "127.0.0.2/31")) {
            assertThat(socat(server, "127.0.0.2")).isEmpty();
            assertThat(socat(server, "127.0.0.3")).isEmpty();
            assertThat(socat(server, "127.0.0.4")).isEqualTo("pong");
        }
    }

    private static String socat(ParleyProcess server, String source) throws Exception {
        Process socat = new ProcessBuilder("socat", "-T5", "-", "TCP:127.0.0.1:" + server.port() + ",bind=" + source)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var in = socat.getOutputStream()) {
            in.write("ping".getBytes(US_ASCII));
        } catch (java.io.IOException _) {
            // It was refused before it could send.
        }
        String answer = new String(socat.getInputStream().readAllBytes(), US_ASCII);
        socat.waitFor();
        return answer;
    }

    @Test
    void aDatagramFromElsewhereIsNotAnswered() throws Exception {
        try (ParleyProcess server =
                        ParleyProcess.serve(Map.of("PARLEY_ALLOW", "127.0.0.2, ::1"), "pong+udp://127.0.0.1:0");
                RawDatagrams allowed = RawDatagrams.on(new InetSocketAddress("127.0.0.2", 0));
                RawDatagrams other = RawDatagrams.open()) {
            other.send("ping".getBytes(US_ASCII), server.address());
            allowed.send("ping".getBytes(US_ASCII), server.address());
            assertThat(allowed.receive()).asString(US_ASCII).isEqualTo("pong");
            assertThat(other.receiveNow()).isNull();
        }
    }

    @Test
    void theRulesOfAFileAreReadAgain() throws Exception {
        Path file = folder.resolve("p.toml");
        String endpoint = "[[endpoint]]\naddress = \"reverse://:0\"\n";
        Files.writeString(file, "[limits]\ndeny = \"127.0.0.2\"\n" + endpoint);
        try (ParleyProcess server = ParleyProcess.serve("--config", file.toString())) {
            isRefused("127.0.0.2", server);
            Files.writeString(file, endpoint + "allow = \"127.0.0.2\"\n");

            server.signal("HUP");

            server.program().awaitText("settings reloaded: limits.deny, limits.allow of reverse://:0\n");
            isServed("127.0.0.2", server);
            isRefused("127.0.0.1", server);
        }
    }
}
