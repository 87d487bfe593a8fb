package dev.parley.engine.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.parley.client.Client;
import dev.parley.client.ClientOptions;
import dev.parley.core.Codecs;
import dev.parley.core.Endpoint;
import dev.parley.core.Framings;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.Transport;
import dev.parley.engine.Engine;
import dev.parley.engine.RunningServer;
import dev.parley.engine.TlsWire;
import dev.parley.testkit.ContractServers;
import dev.parley.testkit.TestCertificates;
import dev.parley.testkit.TlsFiles;
import dev.parley.tls.PemText;
import dev.parley.tls.TlsServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients with another TLS than the JDK's: OpenSSL's own, and socat's use of it. */
class RealTlsPeersTest {
    private static final TestCertificates CERTIFICATES = TestCertificates.get();

    @TempDir
    static Path folder;

    @BeforeAll
    static void writeFiles() throws IOException {
        TlsFiles.in(folder);
        Files.writeString(
                folder.resolve("client.pem"),
                PemText.of(CERTIFICATES.client().chain())
                        + PemText.of(CERTIFICATES.client().key()));
    }

    private static RunningServer echo(Engine engine, boolean mutual) throws IOException {
        return engine.start(ContractServers.spec(
                        Transport.TCP, Framings.LINE, Limits.DEFAULT, peer -> (request, reply) -> reply.send(request))
                .withWires(TlsWire.of(new TlsServer(
                        mutual ? CERTIFICATES::mutualServerContext : CERTIFICATES::serverContext, mutual, false))));
    }

    private static void required(String program) {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/" + program)))
                .as(program + " is not installed; .ci/run installs it")
                .isTrue();
    }

    private static String run(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("err").toFile())
                .start();
        OutputStream in = process.getOutputStream();
        try {
            in.write(input.getBytes(StandardCharsets.US_ASCII));
            in.flush();
            byte[] out = process.getInputStream().readNBytes(input.length());
            in.close();
            process.getInputStream().transferTo(OutputStream.nullOutputStream());
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as(() -> read(folder.resolve("err")))
                    .isZero();
            return new String(out, StandardCharsets.US_ASCII);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void openSslIsServedWithEachVersion(Engine engine) throws Exception {
        required("openssl");
        for (String version : List.of("-tls1_2", "-tls1_3")) {
            try (RunningServer server = echo(engine, false)) {
                assertThat(run(
                                "one\ntwo\n",
                                "openssl",
                                "s_client",
                                "-quiet",
                                "-no_ign_eof",
                                version,
                                "-verify_return_error",
                                "-verify_hostname",
                                "localhost",
                                "-CAfile",
                                folder.resolve("ca.pem").toString(),
                                "-connect",
                                "127.0.0.1:" + server.endpoint().port()))
                        .isEqualTo("one\ntwo\n");
            }
        }
    }

    @Test
    void ourClientTalksToAServerOfOpenSsl() throws Exception {
        required("openssl");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        for (String version : List.of("-tls1_2", "-tls1_3")) {
            Process server = new ProcessBuilder(
                            "openssl",
                            "s_server",
                            "-rev",
                            version,
                            "-accept",
                            "127.0.0.1:" + port,
                            "-cert",
                            folder.resolve("server.pem").toString(),
                            "-key",
                            folder.resolve("server.key").toString(),
                            "-CAfile",
                            folder.resolve("ca.pem").toString(),
                            "-Verify",
                            "1")
                    .redirectErrorStream(true)
                    .start();
            try {
                BufferedReader said = server.inputReader();
                for (String line = said.readLine(); !"ACCEPT".equals(line); line = said.readLine()) {
                    assertThat(line).isNotNull();
                }
                Endpoint endpoint = Endpoint.parse("reverse+mtls+tcp://127.0.0.1:" + port);
                Protocol<byte[], byte[]> lines = Protocol.of("reverse", Framings.LINE, Codecs.BYTES, Codecs.BYTES);
                ClientOptions options = ClientOptions.DEFAULT.withTls(CERTIFICATES.mutualClientContext());
                try (var client = Client.connect(endpoint, lines, options)) {
                    assertThat(client.call("Hello".getBytes(StandardCharsets.US_ASCII)))
                            .asString()
                            .isEqualTo("olleH");
                }
            } finally {
                server.destroy();
                server.waitFor();
            }
        }
    }

    @ParameterizedTest
    @MethodSource(EnginesUnderTest.ALL)
    void socatIsServedWithItsCertificate(Engine engine) throws Exception {
        required("socat");
        try (RunningServer server = echo(engine, true)) {
            assertThat(run(
                            "from socat\n",
                            "socat",
                            "-t5",
                            "-",
                            "OPENSSL:127.0.0.1:" + server.endpoint().port() + ",cafile=" + folder.resolve("ca.pem")
                                    + ",cert=" + folder.resolve("client.pem")))
                    .isEqualTo("from socat\n");
        }
    }
}
