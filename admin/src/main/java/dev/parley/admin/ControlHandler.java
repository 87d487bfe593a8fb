package dev.parley.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /control/ACTION}, with the token, a name of this host, and not from a page of another site; an argument is the body. What is
 * refused is refused before its body is read.
 */
final class ControlHandler implements HttpHandler {
    static final String PATH = "/control/";

    /** Apart from those that look at pages: who floods these keeps nobody from stopping the server. */
    private static final int MOST_AT_ONCE = 8;

    private static final int LONGEST_ARGUMENT_BYTES = 1024;

    private static final System.Logger LOG = System.getLogger("dev.parley.admin");
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_LARGE = 413;

    private final Controls controls;
    private final Supplier<AccessToken> token;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    ControlHandler(Controls controls, Supplier<AccessToken> token) {
        this.controls = controls;
        this.token = token;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Runnable afterwards = () -> {};
        try (exchange) {
            Controls.Done done = done(exchange);
            afterwards = done.afterwards();
            AdminServer.send(exchange, done.answer());
        } finally {
            afterwards.run();
        }
    }

    private Controls.Done done(HttpExchange exchange) {
        String action = exchange.getRequestURI().getPath().substring(PATH.length());
        if (!exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().set("Allow", "POST");
            return new Controls.Done(
                    Page.Answer.text(AdminServer.BAD_METHOD, "only POST changes anything\n"), () -> {});
        }
        Headers headers = exchange.getRequestHeaders();
        String host = headers.getFirst("Host");
        if (!AdminServer.mayBeCalled(exchange.getHttpContext().getServer().getAddress(), host)) {
            return refusal(exchange, action, AdminServer.MISDIRECTED, "use the address of this host, or localhost");
        }
        if (!OriginCheck.allows(headers.getFirst("Origin"), host)) {
            return refusal(exchange, action, FORBIDDEN, "a page of another site");
        }
        String reason = token.get().refusal(headers.getFirst("Authorization"));
        if (reason != null) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            return refusal(exchange, action, UNAUTHORIZED, reason);
        }
        if (!places.tryAcquire()) {
            return refusal(exchange, action, Page.Answer.UNAVAILABLE, "too many requests at once");
        }
        try {
            return act(exchange, action);
        } finally {
            places.release();
        }
    }

    private Controls.Done act(HttpExchange exchange, String action) {
        try {
            String argument = argument(exchange);
            return argument == null
                    ? refusal(exchange, action, TOO_LARGE, "the argument is too long")
                    : controls.act(exchange.getRemoteAddress(), action, argument);
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, ControlHandler.class.getSimpleName(), e);
            return refusal(exchange, action, AdminServer.FAILED, "it failed; the log says why");
        }
    }

    /** Null when there is too much of it. */
    private static @Nullable String argument(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_ARGUMENT_BYTES + 1);
        return body.length > LONGEST_ARGUMENT_BYTES ? null : new String(body, StandardCharsets.UTF_8).strip();
    }

    private Controls.Done refusal(HttpExchange exchange, String action, int status, String reason) {
        controls.refused(exchange.getRemoteAddress(), action, reason);
        return new Controls.Done(Page.Answer.text(status, reason + "\n"), () -> {});
    }
}
