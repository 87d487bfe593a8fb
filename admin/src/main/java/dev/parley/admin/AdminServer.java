package dev.parley.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests of HTTP at an address for those who watch a process: GET and HEAD of a few pages; and, with a
 * token, for those who run it: POST of what changes something. A request has a virtual thread; at most {@value #MOST_AT_ONCE} are answered
 * at once, others are refused. Safe for any thread.
 */
public final class AdminServer implements AutoCloseable {
    static final int MOST_AT_ONCE = 32;

    private static final System.Logger LOG = System.getLogger("dev.parley.admin");
    static final int BAD_METHOD = 405;
    static final int MISDIRECTED = 421;
    static final int FAILED = 500;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NO_BODY = -1;
    private static final int OF_ANY_LENGTH = 0;

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final Map<String, Page> pages;

    static {
        // Read once, by the first server of a process. Seconds, and bytes of all headers together.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "30");
        System.setProperty("sun.net.httpserver.idleInterval", "30");
        System.setProperty("sun.net.httpserver.maxReqHeaderSize", "16384");
        System.setProperty("jdk.httpserver.maxConnections", "256");
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private AdminServer(HttpServer http, Map<String, Page> pages) {
        this.http = http;
        this.pages = Map.copyOf(pages);
    }

    /**
     * Listens.
     *
     * @param address port 0 takes a free one
     * @param pages by path, {@code /metrics}
     * @throws IOException when the address cannot be listened on
     */
    public static AdminServer start(InetSocketAddress address, Map<String, Page> pages) throws IOException {
        return start(address, pages, null, null);
    }

    /**
     * The same, with what those may do who show the token.
     *
     * @param controls null when nobody may do anything; as {@code token}
     * @param token asked for at each request: it may change
     */
    public static AdminServer start(
            InetSocketAddress address,
            Map<String, Page> pages,
            @Nullable Controls controls,
            @Nullable Supplier<AccessToken> token)
            throws IOException {
        AdminServer server = new AdminServer(bound(address), pages);
        server.http.setExecutor(server.threads);
        server.http.createContext("/", server::handle);
        if (controls != null && token != null) {
            server.http.createContext(ControlHandler.PATH, new ControlHandler(controls, token));
        }
        server.http.start();
        return server;
    }

    /** Tried with a socket of our own: the JDK's server, once made, never gives back the one that it could not bind. */
    private static HttpServer bound(InetSocketAddress address) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(address);
        }
        return HttpServer.create(address, 0);
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        return http.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!places.tryAcquire()) {
                send(exchange, Page.Answer.text(Page.Answer.UNAVAILABLE, "too many requests at once\n"));
                return;
            }
            Page.Answer answer;
            try {
                answer = answer(exchange);
            } finally {
                places.release();
            }
            send(exchange, answer);
        }
    }

    private Page.Answer answer(HttpExchange exchange) {
        String method = exchange.getRequestMethod();
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (!mayBeCalled(address(), host)) {
            return Page.Answer.text(MISDIRECTED, "use the address of this host, or localhost\n");
        }
        if (!OriginCheck.allows(exchange.getRequestHeaders().getFirst("Origin"), host)) {
            return Page.Answer.text(FORBIDDEN, "not for pages of other sites\n");
        }
        Page page = pages.get(exchange.getRequestURI().getPath());
        if (page == null) {
            return Page.Answer.text(NOT_FOUND, "there is no such page; there are " + list() + "\n");
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return Page.Answer.text(BAD_METHOD, "only GET and HEAD are answered\n");
        }
        try {
            String query = exchange.getRequestURI().getRawQuery();
            String accept = exchange.getRequestHeaders().getFirst("Accept");
            return page.answer(new Page.Request(query == null ? "" : query, accept == null ? "" : accept));
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, () -> exchange.getRequestURI().getPath() + " cannot be answered", e);
            return Page.Answer.text(FAILED, "this cannot be answered now; the log says why\n");
        }
    }

    /** Whoever reaches another address than loopback needs no browser's help, and uses whatever name it has in his network. */
    static boolean mayBeCalled(InetSocketAddress address, @Nullable String host) {
        return !address.getAddress().isLoopbackAddress() || HostCheck.allows(host);
    }

    private String list() {
        return String.join(", ", pages.keySet().stream().sorted().toList());
    }

    static void send(HttpExchange exchange, Page.Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        if (exchange.getRequestMethod().equals("HEAD")) {
            if (answer.rest() == null) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(answer.body().length));
            }
            exchange.sendResponseHeaders(answer.status(), NO_BODY);
        } else if (answer.rest() != null) {
            exchange.sendResponseHeaders(answer.status(), OF_ANY_LENGTH);
            exchange.getResponseBody().write(answer.body());
            answer.rest().writeTo(exchange.getResponseBody());
        } else {
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    /** Stops at once; what is being answered is cut. */
    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
