package dev.parley.cli.control;

import dev.parley.cli.shell.Failure;
import dev.parley.core.Conversation;
import dev.parley.core.Delivery;
import dev.parley.core.Endpoint;
import dev.parley.core.Limits;
import dev.parley.core.Peer;
import dev.parley.core.Reply;
import dev.parley.core.Service;
import dev.parley.core.TooLong;
import dev.parley.engine.Engines;
import dev.parley.engine.ListenException;
import dev.parley.engine.RunningServer;
import dev.parley.engine.ServerSpec;
import dev.parley.engine.UnixPeer;
import dev.parley.result.JsonDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A Unix socket that only the server's own user may connect to, and through which it is controlled: a service like any other, on threads
 * of its own, so that it answers when the others are full.
 */
public final class ControlSocket implements AutoCloseable {
    private static final String ENGINE = "virtual";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LAST_ANSWERS = Duration.ofMillis(200);

    private static final Limits LIMITS = Limits.DEFAULT
            .withMaxMessage(ControlPlace.LONGEST_REQUEST_BYTES, TooLong.REJECT)
            .withMaxClients(16)
            .withTimeouts(PATIENCE, PATIENCE, PATIENCE);

    private final RunningServer server;

    private ControlSocket(RunningServer server) {
        this.server = server;
    }

    /**
     * Refuses what is not the place of one.
     *
     * @throws Failure otherwise
     */
    public static void requirePlace(String place) {
        ControlPlace.typed(place);
    }

    /**
     * Listens.
     *
     * @param place {@code unix:/run/parley.sock}
     * @throws Failure when that is not a place
     * @throws ListenException when it is taken, or cannot be made
     */
    public static ControlSocket start(String place, Control control) throws IOException {
        Endpoint endpoint = ControlPlace.typed(place);
        ServerSpec spec =
                ServerSpec.of(endpoint, ControlPlace.PROTOCOL, conversation -> service(control, conversation), LIMITS);
        return new ControlSocket(Engines.named(ENGINE).orElseThrow().create().start(spec));
    }

    /** {@code unix:/run/parley.sock}. */
    public String place() {
        return ControlPlace.text(server.endpoint());
    }

    private static Service<String, String> service(Control control, Conversation conversation) {
        return (line, reply) -> serve(control, conversation.peer(), line.strip(), reply);
    }

    private static void serve(Control control, Peer peer, String line, Reply<String> reply) {
        int blank = line.indexOf(' ');
        String action = blank < 0 ? line : line.substring(0, blank);
        String argument = blank < 0 ? "" : line.substring(blank + 1).strip();
        Control.Outcome outcome = control.act(user(peer), action, argument);
        String answer = new String(JsonDocument.line(outcome.answer()), StandardCharsets.UTF_8).stripTrailing();
        reply.send(answer, then(outcome.afterwards()));
    }

    private static String user(Peer peer) {
        return "user:" + (peer instanceof UnixPeer known ? known.user().orElse("unknown") : "unknown");
    }

    private static Delivery then(Runnable afterwards) {
        return new Delivery() {
            @Override
            public void delivered() {
                afterwards.run();
            }

            @Override
            public void lost() {
                afterwards.run();
            }
        };
    }

    /** Nobody else can connect; what has been asked is answered. */
    @Override
    public void close() {
        server.stop(LAST_ANSWERS);
    }
}
