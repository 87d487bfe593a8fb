package dev.parley.admin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Metrics and health as they change, as server-sent events (WHATWG HTML, 9.2): {@code state} with what {@link HealthPage} says, and {@code metrics}
 * with the lines of {@link MetricsPage}, both at each pause. A stream ends after {@value #EVENTS} of them, before the server would cut it; a
 * browser asks for the next at once. At most {@value #MOST_AT_ONCE} clients follow at the same time; others get {@code full} and try again
 * later. All of them get the same numbers, so that a store is asked once for each pause, however many look.
 */
public final class EventStream implements Page {
    static final int MOST_AT_ONCE = 16;
    static final int EVENTS = 20;
    private static final String FULL =
            "retry: 5000\nevent: full\ndata: " + MOST_AT_ONCE + " pages look at this server already\n\n";

    private final MetricsPage metrics;
    private final HealthPage health;
    private final Duration pause;
    private final LongSupplier nanoTime;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private @Nullable String latest;
    private long latestAt;

    /**
     * Shows these.
     *
     * @param pause between two events
     */
    public EventStream(MetricsPage metrics, HealthPage health, Duration pause, LongSupplier nanoTime) {
        this.metrics = metrics;
        this.health = health;
        this.pause = pause;
        this.nanoTime = nanoTime;
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
                out.write(latest().getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) { // the server is closed
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    /** Made anew when it is nearly as old as a pause: a client that sleeps for one must not find the old one again. */
    private synchronized String latest() throws IOException {
        long now = nanoTime.getAsLong();
        String events = latest;
        if (events == null || now - latestAt > pause.toNanos() * 9 / 10) {
            events = event("state", text(health)) + event("metrics", text(metrics));
            latest = events;
            latestAt = now;
        }
        return events;
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
