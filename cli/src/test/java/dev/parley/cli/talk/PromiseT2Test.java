package dev.parley.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cli.shell.ExitCode;
import dev.parley.cli.testing.ParleyProcess;
import dev.parley.cli.testing.Transcript;
import dev.parley.testkit.TestCertificates;
import dev.parley.testkit.TlsFiles;
import dev.parley.tls.Credentials;
import dev.parley.tls.PrivateAuthority;
import dev.parley.tls.TlsContexts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise T2: the client checks name and chain. The servers are the JDK's own, since ours would not serve such certificates. */
class PromiseT2Test {
    @TempDir
    static Path folder;

    private static TlsFiles files = new TlsFiles(Path.of(""));
    private static Credentials expired = TestCertificates.get().server();
    private static Credentials elsewhere = expired;
    private static Credentials selfSigned = expired;
    private static String authority = "";

    @BeforeAll
    static void makeCertificates() throws IOException {
        files = TlsFiles.in(folder);
        String localhost = "san=dns:localhost,ip:127.0.0.1";
        try (PrivateAuthority made = PrivateAuthority.create("CN=Of this test", 10)) {
            expired = made.issue(
                    "CN=localhost",
                    List.of("-signer", "authority", "-startdate", "-40d", "-validity", "30", "-ext", localhost));
            elsewhere = made.server(List.of("elsewhere.example", "192.0.2.1"), 10);
            selfSigned = made.issue("CN=localhost", List.of("-validity", "10", "-ext", localhost));
            files.write("authority", new Credentials(List.of(made.certificate()), expired.key()));
        }
        authority = files.path("authority.pem");
    }

    /** Makes one handshake after the other, and answers whatever comes with its own bytes. */
    private static final class Server implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        private final Thread thread;

        Server(Credentials credentials) throws IOException {
            SSLContext context = TlsContexts.server(credentials, null);
            thread = Thread.ofVirtual().start(() -> accept(context));
        }

        private void accept(SSLContext context) {
            while (!listener.isClosed()) {
                try (Socket raw = listener.accept();
                        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(raw, null, true)) {
                    tls.setUseClientMode(false);
                    tls.getInputStream().transferTo(tls.getOutputStream());
                } catch (IOException _) {
                    // The client did not like what it saw, or the test is over.
                }
            }
        }

        String at(String host) {
            return "echo+tls://" + host + ":" + listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listener.close();
            thread.interrupt();
        }
    }

    private static void isRefused(Credentials credentials, String host, String text, String... options)
            throws Exception {
        try (Server server = new Server(credentials)) {
            String[] words = new String[3 + options.length];
            words[0] = "send";
            words[1] = server.at(host);
            words[2] = "hello";
            System.arraycopy(options, 0, words, 3, options.length);
            Transcript transcript = Transcript.of(words).exits(ExitCode.UNAVAILABLE);
            assertThat(transcript.out()).isEmpty();
            assertThat(transcript.err().lines()).as(transcript.err()).hasSize(1);
            assertThat(transcript.err()).contains(text);
        }
    }

    @Test
    void refusesAServerForAnotherHost() throws Exception {
        isRefused(elsewhere, "localhost", "for elsewhere.example, 192.0.2.1, not for localhost", "--tls-ca", authority);
        isRefused(elsewhere, "127.0.0.1", "for elsewhere.example, 192.0.2.1, not for 127.0.0.1", "--tls-ca", authority);
    }

    @Test
    void refusesAnExpiredCertificate() throws Exception {
        isRefused(expired, "localhost", "its certificate expired on 20", "--tls-ca", authority);
    }

    @Test
    void refusesASelfSignedCertificate() throws Exception {
        isRefused(
                selfSigned,
                "localhost",
                "self-signed and not among the trusted ones; --tls-ca FILE",
                "--tls-ca",
                authority);
    }

    @Test
    void refusesAnUnknownAuthority() throws Exception {
        isRefused(elsewhere, "localhost", "by an authority that is not trusted: CN=Of this test; --tls-ca FILE");
        isRefused(elsewhere, "localhost", "by an authority that is not trusted", "--tls-ca", files.path("ca.pem"));
    }

    @Test
    void refusesAServerWithoutTls() throws Exception {
        try (ParleyProcess plain = ParleyProcess.serve("echo://:0")) {
            Transcript transcript = Transcript.of(
                            "send",
                            "echo+tls://127.0.0.1:" + plain.port(),
                            "--tls-ca",
                            authority,
                            "--timeout",
                            "2s",
                            "x")
                    .exits(ExitCode.UNAVAILABLE);
            assertThat(transcript.err()).contains("TLS");
        }
    }

    /** As {@code reverse} gives a ClientHello back, which may look like a record of TLS longer than any. */
    @Test
    void refusesAServerWhoseAnswerOnlyLooksLikeTls() throws Exception {
        byte[] longRecord = {22, 3, 3, (byte) 0xB7, (byte) 0xE5, 1, 2, 3};
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = Thread.ofVirtual().start(() -> {
                try (Socket client = listener.accept()) {
                    client.getOutputStream().write(longRecord);
                    client.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException _) {
                    // The test is over.
                }
            });
            Transcript transcript = Transcript.of("send", "echo+tls://127.0.0.1:" + listener.getLocalPort(), "x")
                    .exits(ExitCode.UNAVAILABLE);
            assertThat(transcript.err()).contains("does not speak TLS; a server without it is reached without +tls");
            answering.join();
        }
    }

    @Test
    void insecureTakesAnyServerAndSaysSo() throws Exception {
        try (Server server = new Server(expired)) {
            Transcript transcript = Transcript.of(
                            "send", server.at("localhost"), "--insecure", "--framing", "line", "hello")
                    .exits(ExitCode.OK);
            assertThat(transcript.out()).isEqualTo("hello\n");
            assertThat(transcript.err()).contains("WARNING: --insecure", "is not checked");
        }
    }

    @Test
    void trustsTheServerItShould() throws Exception {
        try (ParleyProcess server = ParleyProcess.serve(
                "reverse+tls://localhost:0",
                "--tls-cert",
                files.path("server.pem"),
                "--tls-key",
                files.path("server.key"))) {
            for (String host : List.of("localhost", "127.0.0.1")) {
                Transcript transcript = Transcript.of(
                                "send",
                                "reverse+tls://" + host + ":" + server.port(),
                                "--tls-ca",
                                files.path("ca.pem"),
                                "Hello")
                        .exits(ExitCode.OK);
                assertThat(transcript.out()).isEqualTo("olleH\n");
                assertThat(transcript.err()).isEmpty();
            }
        }
    }

    @Test
    void showsItsCertificateWhereOneIsDemanded() throws Exception {
        try (ParleyProcess server = ParleyProcess.serve(
                "queue+mtls://:0",
                "--tls-cert",
                files.path("server.pem"),
                "--tls-key",
                files.path("server.key"),
                "--tls-ca",
                files.path("ca.pem"))) {
            String endpoint = "queue+mtls://127.0.0.1:" + server.port();
            String[] ours = {
                "--tls-ca",
                files.path("ca.pem"),
                "--tls-cert",
                files.path("client.pem"),
                "--tls-key",
                files.path("client.key")
            };
            run(ExitCode.OK, ours, "put", endpoint, "-m", "kept");
            assertThat(run(ExitCode.OK, ours, "get", endpoint).out()).isEqualTo("kept");
            assertThat(Transcript.of(
                                    "put",
                                    endpoint.replace("mtls", "tls"),
                                    "--tls-ca",
                                    files.path("ca.pem"),
                                    "-m",
                                    "lost")
                            .exits(ExitCode.FAILED)
                            .err())
                    .contains("the server demands a certificate", "--tls-cert");
            assertThat(run(ExitCode.FAILED, ours, "get", endpoint).err())
                    .as("nothing was stored")
                    .contains("no messages");
        }
    }

    private static Transcript run(int exit, String[] options, String... words) {
        String[] all = java.util.Arrays.copyOf(words, words.length + options.length);
        System.arraycopy(options, 0, all, words.length, options.length);
        return Transcript.of(all).exits(exit);
    }
}
