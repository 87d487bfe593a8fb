package dev.parley.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.admin.Page.Answer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class AdminServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger mostInside = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();
    private AdminServer server;

    @BeforeEach
    void start() throws IOException {
        server = AdminServer.start(
                ANY_PORT,
                Map.of(
                        "/here",
                        request -> Answer.text(Answer.OK, "here " + request.query()),
                        "/broken",
                        _ -> {
                            throw new IOException("the secret cause");
                        },
                        "/slow",
                        _ -> slow()));
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.close();
        client.close();
    }

    private Answer slow() {
        mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        inside.decrementAndGet();
        return Answer.text(Answer.OK, "at last");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + path));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    @Test
    void aPageIsAnswered() throws Exception {
        HttpResponse<String> answer = get("/here?a=b");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("here a=b");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void headHasNoBody() throws Exception {
        HttpResponse<String> answer = client.send(request("/here").HEAD().build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("Content-Length")).hasValue("5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
    void nothingElseIsTaken(String method) throws Exception {
        HttpResponse<String> answer = client.send(
                request("/here")
                        .method(method, HttpRequest.BodyPublishers.ofString("x"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/here/", "/herenot", "/../here", "/%2e%2e/etc/passwd", "/HERE"})
    void noOtherPathIsThere(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("there are /broken, /here, /slow").doesNotContain("passwd");
    }

    @Test
    void aPageThatFailsDoesNotSayWhy() throws Exception {
        HttpResponse<String> answer = get("/broken");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("secret");
        assertThat(get("/here").statusCode()).isEqualTo(200);
    }

    @Test
    void aNameOfSomebodyElseIsRefused() throws Exception {
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.getOutputStream()
                    .write("GET /here HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 421 ")
                    .doesNotContain("here a");
        }
    }

    @Test
    void anAddressThatOthersReachHasAnyName() throws Exception {
        InetSocketAddress everywhere = new InetSocketAddress("0.0.0.0", 0);
        try (AdminServer outside = AdminServer.start(everywhere, Map.of("/here", _ -> Answer.text(Answer.OK, "here")));
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), outside.address().getPort())) {
            socket.getOutputStream()
                    .write("GET /here HTTP/1.1\r\nHost: queue-1.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void requestsBeyondThoseThatMayBeAreRefusedAndNobodyHangs() throws Exception {
        int many = 200;
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            answers.add(client.sendAsync(request("/slow").build(), BodyHandlers.ofString()));
        }
        int refused = many - AdminServer.MOST_AT_ONCE;
        CountDownLatch first = new CountDownLatch(refused);
        answers.replaceAll(answer -> answer.thenApply(received -> {
            first.countDown();
            return received;
        }));
        first.await();
        assertThat(mostInside).hasValue(AdminServer.MOST_AT_ONCE);

        released.countDown();

        long ok = answers.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.statusCode() == 200)
                .count();
        assertThat(ok).isEqualTo(AdminServer.MOST_AT_ONCE);
        assertThat(get("/here").statusCode()).isEqualTo(200);
    }

    @Test
    void aPortThatIsTakenIsRefused() {
        assertThatThrownBy(() -> AdminServer.start(server.address(), Map.of())).isInstanceOf(BindException.class);
    }
}
