package dev.parley.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.admin.Page.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes something is done for those who have the token, and for nobody else. */
@SuppressWarnings("NullAway.Init")
class ControlsTest implements Controls {
    private static final String TOKEN = "correct-horse-battery-staple";

    private final List<String> acted = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final CountDownLatch afterwards = new CountDownLatch(1);
    private volatile AccessToken token = new AccessToken(TOKEN);
    private AdminServer server;

    @Override
    public Done act(InetSocketAddress client, String action, String argument) {
        if (action.equals("fail")) {
            throw new IllegalStateException("the secret cause");
        }
        acted.add(action + " " + argument);
        return new Done(Answer.text(Answer.OK, "done\n"), afterwards::countDown);
    }

    @Override
    public void refused(InetSocketAddress client, String action, String reason) {
        refused.add(action + ": " + reason);
    }

    @BeforeEach
    void start() throws IOException {
        server = AdminServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Map.of("/here", _ -> Answer.text(Answer.OK, "here\n")),
                this,
                () -> token);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** All that is answered, to a request with these headers besides Host. */
    private String answer(String request, String host, String body, String... headers) throws IOException {
        StringBuilder text = new StringBuilder(request + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        text.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer ", "authorization: bearer ", "Authorization:Bearer   "})
    void withTheTokenItIsDone(String header) throws Exception {
        assertThat(answer("POST /control/kick", "localhost", "10.0.0.7\n", header + TOKEN))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("done\n");
        afterwards.await();
        assertThat(acted).containsExactly("kick 10.0.0.7");
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            X-Nothing: x                                    | no token
            Authorization: correct-horse-battery-staple     | no token
            Authorization: Basic correct-horse-battery-staple | no token
            Authorization: Bearer                           | no token
            Authorization: Bearer x                         | wrong token
            Authorization: Bearer correct-horse-battery-stapl | wrong token
            Authorization: Bearer correct-horse-battery-staple2 | wrong token
            Authorization: Bearer Correct-horse-battery-staple | wrong token""")
    void withoutItIsRefused(String header, String reason) throws Exception {
        assertThat(answer("POST /control/stop", "localhost", "", header))
                .startsWith("HTTP/1.1 401 ")
                .contains("Bearer")
                .endsWith(reason + "\n");
        assertThat(acted).isEmpty();
        assertThat(refused).containsExactly("stop: " + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "https://localhost.evil.example", "null", "http://localhost:1"})
    void aPageOfAnotherSiteIsRefusedThoughItHasTheToken(String origin) throws Exception {
        assertThat(answer("POST /control/stop", "localhost", "", "Origin: " + origin, bearer(TOKEN)))
                .startsWith("HTTP/1.1 403 ");
        assertThat(answer("GET /here", "localhost", "", "Origin: " + origin)).startsWith("HTTP/1.1 403 ");
        assertThat(acted).isEmpty();
        assertThat(refused).containsExactly("stop: a page of another site");
    }

    @Test
    void aPageOfItsOwnIsAnswered() throws Exception {
        assertThat(answer("GET /here", "localhost", "", "Origin: http://localhost"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(answer("POST /control/drain", "localhost:80", "", "Origin: http://localhost:80", bearer(TOKEN)))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aNameOfSomebodyElseIsRefusedThoughItHasTheToken() throws Exception {
        assertThat(answer("POST /control/stop", "evil.example", "", bearer(TOKEN)))
                .startsWith("HTTP/1.1 421 ");
        assertThat(acted).isEmpty();
        assertThat(refused).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"})
    void onlyPostChangesAnything(String method) throws Exception {
        assertThat(answer(method + " /control/stop", "localhost", "", bearer(TOKEN)))
                .startsWith("HTTP/1.1 405 ")
                .contains("Allow: POST");
        assertThat(acted).isEmpty();
    }

    @Test
    void anArgumentHasABound() throws Exception {
        assertThat(answer("POST /control/kick", "localhost", "x".repeat(1024), bearer(TOKEN)))
                .startsWith("HTTP/1.1 200 ");
        assertThat(answer("POST /control/kick", "localhost", "x".repeat(1025), bearer(TOKEN)))
                .startsWith("HTTP/1.1 413 ");
        assertThat(acted).hasSize(1);
        assertThat(refused).containsExactly("kick: the argument is too long");
    }

    @Test
    void whatFailsDoesNotSayWhyAndTheServerGoesOn() throws Exception {
        assertThat(answer("POST /control/fail", "localhost", "", bearer(TOKEN)))
                .startsWith("HTTP/1.1 500 ")
                .doesNotContain("secret");
        assertThat(answer("POST /control/drain", "localhost", "", bearer(TOKEN)))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aTokenThatIsNoLongerInForceIsRefused() throws Exception {
        token = new AccessToken("another-horse-battery-staple");
        assertThat(answer("POST /control/stop", "localhost", "", bearer(TOKEN))).startsWith("HTTP/1.1 401 ");
        assertThat(answer("POST /control/stop", "localhost", "", bearer("another-horse-battery-staple")))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void theTokenIsNotShown() {
        assertThat(new AccessToken(TOKEN)).hasToString("AccessToken");
    }

    @Test
    void withoutATokenThereIsNothingToDo() throws Exception {
        server.close();
        server = AdminServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Map.of("/here", _ -> Answer.text(Answer.OK, "here\n")));
        assertThat(answer("POST /control/stop", "localhost", "", bearer(TOKEN))).startsWith("HTTP/1.1 404 ");
        assertThat(acted).isEmpty();
    }
}
