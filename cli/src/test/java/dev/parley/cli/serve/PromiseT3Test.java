package dev.parley.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cli.testing.ParleyProcess;
import dev.parley.client.Client;
import dev.parley.client.ClientOptions;
import dev.parley.core.Endpoint;
import dev.parley.services.Reverse;
import dev.parley.testkit.TlsFiles;
import dev.parley.tls.Certificates;
import dev.parley.tls.Credentials;
import dev.parley.tls.PemText;
import dev.parley.tls.PrivateAuthority;
import dev.parley.tls.TlsContexts;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise T3: certificates reload without a dropped request. */
@Tag("slow")
class PromiseT3Test {
    private static final Duration NOTICED = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"selector", "threads", "virtual"})
    void certificatesReloadUnderLoad(String engine) throws Exception {
        TlsFiles files = new TlsFiles(folder);
        try (PrivateAuthority authority = PrivateAuthority.create("CN=T3", 10)) {
            List<Credentials> certificates = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                certificates.add(authority.server(List.of("localhost", "127.0.0.1"), 10));
            }
            SSLContext trusting =
                    TlsContexts.client(new Certificates(Path.of("T3"), List.of(authority.certificate())), null);
            files.write("server", certificates.getFirst());
            try (ParleyProcess server = ParleyProcess.serve(
                    "reverse+tls://127.0.0.1:0",
                    "--engine",
                    engine,
                    "--max-clients",
                    "50",
                    "--tls-cert",
                    files.path("server.pem"),
                    "--tls-key",
                    files.path("server.key"))) {
                Load load = new Load(server.endpoint(), trusting);
                assertThat(serial(server.port(), trusting)).isEqualTo(serial(certificates.getFirst()));

                replace(files, certificates.get(1));
                await().atMost(NOTICED)
                        .until(() -> serial(server.port(), trusting).equals(serial(certificates.get(1))));

                Files.writeString(folder.resolve("server.pem"), "half a fi");
                await().atMost(NOTICED).until(() -> server.err().contains("the former certificate stays in use"));
                assertThat(server.err()).contains("server.pem: is not PEM");
                assertThat(serial(server.port(), trusting)).isEqualTo(serial(certificates.get(1)));

                String own = PemText.of(certificates.get(1).chain());
                Files.writeString(folder.resolve("server.pem"), own + own);
                await().atMost(NOTICED)
                        .until(() -> server.err().contains("server.pem: the certificates are not in order"));
                assertThat(serial(server.port(), trusting)).isEqualTo(serial(certificates.get(1)));

                replace(files, certificates.get(2));
                server.signal("HUP");
                await().atMost(NOTICED)
                        .until(() -> serial(server.port(), trusting).equals(serial(certificates.get(2))));
                load.stop();
                assertThat(load.failures).isEmpty();
                assertThat(load.replies.get()).isGreaterThan(100);
            }
        }
    }

    /** As certificate programs do: each file by a move, one after the other. */
    private static void replace(TlsFiles files, Credentials credentials) throws IOException {
        files.write("next", credentials);
        for (String kind : List.of(".pem", ".key")) {
            Files.move(
                    Path.of(files.path("next" + kind)),
                    Path.of(files.path("server" + kind)),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static BigInteger serial(Credentials credentials) {
        return credentials.chain().getFirst().getSerialNumber();
    }

    private static BigInteger serial(int port, SSLContext context) throws IOException {
        try (SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            return ((X509Certificate) tls.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    /** Two clients that keep their connection and two that make one for each request. */
    private static final class Load {
        final Queue<String> failures = new ConcurrentLinkedQueue<>();
        final AtomicInteger replies = new AtomicInteger();
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final List<Thread> threads = new ArrayList<>();

        Load(Endpoint endpoint, SSLContext context) {
            for (int i = 0; i < 4; i++) {
                int requestsPerConnection = i < 2 ? Integer.MAX_VALUE : 1;
                threads.add(Thread.ofVirtual().start(() -> run(endpoint, context, requestsPerConnection)));
            }
        }

        private void run(Endpoint endpoint, SSLContext context, int requestsPerConnection) {
            byte[] request = "abc".getBytes(StandardCharsets.US_ASCII);
            try {
                while (!stopped.get()) {
                    try (var client =
                            Client.connect(endpoint, Reverse.PROTOCOL, ClientOptions.DEFAULT.withTls(context))) {
                        for (int i = 0; i < requestsPerConnection && !stopped.get(); i++) {
                            String reply = new String(client.call(request), StandardCharsets.US_ASCII);
                            assertThat(reply).isEqualTo("cba");
                            replies.incrementAndGet();
                        }
                    }
                }
            } catch (Exception | AssertionError e) {
                failures.add(e.toString());
            }
        }

        void stop() throws InterruptedException {
            stopped.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }
}
