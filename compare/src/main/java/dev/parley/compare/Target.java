package dev.parley.compare;

import dev.parley.core.Endpoint;
import dev.parley.core.Transport;
import dev.parley.result.Durations;
import java.time.Duration;
import java.util.List;

/**
 * A server that takes part in a comparison, in one of the ways it is reached.
 *
 * @param name as users call it; the same one may be there over another transport, or with another think time
 * @param think what its service spends on each message; may be zero
 * @param endpoint port 0 for a server that is to be started
 * @param serveWords what follows {@code parley} to start it; none for a server that runs already
 */
public record Target(String name, Transport transport, Duration think, Endpoint endpoint, List<String> serveWords) {
    public Target {
        serveWords = List.copyOf(serveWords);
    }

    /** True for a server that was running before the comparison. */
    public boolean isRunning() {
        return serveWords.isEmpty();
    }

    /** True when both do the same work over the same transport, so that only the server differs. */
    public boolean comparableTo(Target other) {
        return transport == other.transport && think.equals(other.think);
    }

    /** {@code selector tcp}, {@code selector tcp, think 5ms}. */
    public String label() {
        return name + " " + conditions();
    }

    /** What it has in common with those it is comparable to: {@code tcp, think 5ms}. */
    public String conditions() {
        return transport.text() + (think.isZero() ? "" : ", think " + Durations.text(think));
    }

    /** The same, without a transport that all have. */
    String shortLabel(boolean oneTransport) {
        return oneTransport ? name + (think.isZero() ? "" : ", think " + Durations.text(think)) : label();
    }

    /** How it is started or reached, for display. */
    public String about() {
        return isRunning() ? "runs at " + endpoint : "parley " + String.join(" ", serveWords);
    }
}
