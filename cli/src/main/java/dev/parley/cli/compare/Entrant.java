package dev.parley.cli.compare;

import dev.parley.compare.Contender;
import dev.parley.core.Endpoint;
import dev.parley.result.Durations;
import java.util.List;

/**
 * A server that takes part in a comparison, and how to get at it.
 *
 * @param endpoint port 0 for one that is to be started
 * @param serveWords what follows {@code parley}; none for a server that runs already
 */
record Entrant(Contender contender, Endpoint endpoint, List<String> serveWords) {
    Entrant {
        serveWords = List.copyOf(serveWords);
    }

    boolean runs() {
        return serveWords.isEmpty();
    }

    /** {@code selector tcp}, {@code selector tcp, think 5ms}. */
    String label() {
        return contender.name() + " " + part();
    }

    /** What it has in common with those it is compared to: {@code tcp, think 5ms}. */
    String part() {
        return part(contender);
    }

    static String part(Contender contender) {
        return contender.transport().text()
                + (contender.think().isZero() ? "" : ", think " + Durations.text(contender.think()));
    }

    /** How it is started or reached. */
    String about() {
        return runs() ? "runs at " + endpoint : "parley " + String.join(" ", serveWords);
    }
}
