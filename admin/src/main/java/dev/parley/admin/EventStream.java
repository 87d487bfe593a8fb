package dev.parley.admin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Metrics and health as they change, as server-sent events (WHATWG HTML, 9.2): {@code state} with what {@link HealthPage} says, and {@code metrics}
 * with the lines of {@link MetricsPage}, both at each pause. A stream ends after {@value #EVENTS} of them, before the server would cut it; a
 * browser asks for the next at once. At most {@value #MOST_AT_ONCE} are told at a time; the others get {@code full} and ask again later.
 */
public final class EventStream implements Page {
    static final int MOST_AT_ONCE = 16;
    static final int EVENTS = 20;
    private static final String FULL =
            "retry: 5000\nevent: full\ndata: " + MOST_AT_ONCE + " pages look at this server already\n\n";

    private final MetricsPage metrics;
    private final HealthPage health;
    private final Duration pause;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    /**
     * Shows these.
     *
     * @param pause between two events
     */
    public EventStream(MetricsPage metrics, HealthPage health, Duration pause) {
        this.metrics = metrics;
        this.health = health;
        this.pause = pause;
    }

    @Override
    public Answer answer(Request request) {
        return new Answer(Answer.OK, "text/event-stream", new byte[0], this::tell);
    }

    private void tell(OutputStream out) throws IOException {
        if (!places.tryAcquire()) {
            out.write(FULL.getBytes(StandardCharsets.UTF_8));
            return;
        }
        try {
            out.write("retry: 500\n".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < EVENTS; i++) {
                if (i > 0) {
                    Thread.sleep(pause);
                }
                out.write((event("state", text(health)) + event("metrics", text(metrics)))
                        .getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) { // the server is closed
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    private static String text(Page page) throws IOException {
        return new String(page.answer(new Request("", "")).body(), StandardCharsets.UTF_8);
    }

    private static String event(String name, String text) {
        return text.lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.joining("\ndata: ", "event: " + name + "\ndata: ", "\n\n"));
    }
}
