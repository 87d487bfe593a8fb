package dev.parley.cli.queue;

import dev.parley.cli.shell.MessageContent;
import dev.parley.queue.Backlog.Stored;
import dev.parley.queue.Entry;
import dev.parley.queue.MessageState;
import dev.parley.queue.NewMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A message as {@code queue export} writes it and {@code queue import} reads it, a JSON object a line.
 *
 * @param state {@code ready}, {@code delayed} or {@code buried}
 * @param delaySeconds how long it is not ready yet
 */
record SavedMessage(
        String kind,
        String tube,
        String state,
        long priority,
        double delaySeconds,
        double timeToRunSeconds,
        MessageContent message) {
    private static final double NANOS = 1e9;

    static SavedMessage of(Stored stored, Instant now) {
        Entry entry = stored.entry();
        double delay = entry.state() == MessageState.DELAYED
                ? Math.max(0, entry.at() / NANOS - now.getEpochSecond() - now.getNano() / NANOS)
                : 0;
        return new SavedMessage(
                "saved",
                entry.tube(),
                entry.state().name().toLowerCase(Locale.ROOT),
                entry.priority(),
                delay,
                entry.timeToRunNanos() / NANOS,
                MessageContent.of(stored.body()));
    }

    boolean buried() {
        return state.equals("buried");
    }

    /** @throws IllegalArgumentException when it is none */
    NewMessage toPut() {
        if (!buried() && !state.equals("ready") && !state.equals("delayed")) {
            throw new IllegalArgumentException("'state' is ready, delayed or buried, not '" + state + "'");
        }
        return new NewMessage(
                tube,
                priority,
                seconds("delaySeconds", delaySeconds),
                seconds("timeToRunSeconds", timeToRunSeconds),
                message.content());
    }

    private static Duration seconds(String name, double seconds) {
        if (!(seconds >= 0 && seconds <= NewMessage.MOST)) {
            throw new IllegalArgumentException("'" + name + "' is 0 to " + NewMessage.MOST + ", not " + seconds);
        }
        long whole = (long) seconds;
        return Duration.ofSeconds(whole, Math.round((seconds - whole) * NANOS));
    }
}
