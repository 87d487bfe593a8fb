package dev.parley.compare;

import dev.parley.core.Transport;
import java.time.Duration;

/**
 * A server in a comparison, in one of the ways it is reached.
 *
 * @param name what people call it; the same one may be there over another transport, or with another think time
 * @param think what its service was told to spend on each message; zero for nothing
 */
public record Contender(String name, Transport transport, Duration think) {
    /** True when both do the same work over the same transport, so that nothing but the server differs. */
    public boolean comparableTo(Contender other) {
        return transport == other.transport && think.equals(other.think);
    }
}
