package dev.parley.core;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of a service: framing and codec of both directions. Shared by server and client; it does no I/O and keeps no state.
 *
 * @param name the service's name on the command line and in logs
 * @param requestFraming how requests are framed on the way to the server
 * @param responseFraming how responses are framed on the way to the client
 * @param oneAtATime true where requests are served strictly one after the other: the next is read only when the answer to the
 *     one before was given
 * @param refusal the response to a peer's fault, or null where the protocol has none and the server just closes
 * @param <Q> request
 * @param <R> response
 */
public record Protocol<Q, R>(
        String name,
        Framing requestFraming,
        Framing responseFraming,
        Codec<Q> requests,
        Codec<R> responses,
        boolean oneAtATime,
        Function<ProtocolException, @Nullable R> refusal) {

    /** A protocol with one framing for both directions and no refusal. */
    public static <Q, R> Protocol<Q, R> of(String name, Framing framing, Codec<Q> requests, Codec<R> responses) {
        return new Protocol<>(name, framing, framing, requests, responses, false, fault -> null);
    }

    /** The same protocol on another framing, in both directions. */
    public Protocol<Q, R> withFraming(Framing framing) {
        return new Protocol<>(name, framing, framing, requests, responses, oneAtATime, refusal);
    }

    /** The same protocol, its requests served strictly one after the other. */
    public Protocol<Q, R> servedOneAtATime() {
        return new Protocol<>(name, requestFraming, responseFraming, requests, responses, true, refusal);
    }

    /** The same framings with other values: {@link Codecs#BYTES} for commands that send what users type. */
    public <A, B> Protocol<A, B> withCodecs(Codec<A> newRequests, Codec<B> newResponses) {
        return new Protocol<>(
                name, requestFraming, responseFraming, newRequests, newResponses, oneAtATime, fault -> null);
    }

    /**
     * Refuses an endpoint where a message that was cut off could pass for a whole one: where the end of the connection ends a
     * message, a connection that is lost has to look different, and a Unix socket has no reset.
     *
     * @throws IllegalArgumentException with a text for the user
     */
    public void requireCarriedTo(Endpoint endpoint) {
        if (endpoint.isUnix() && endsWithStream()) {
            throw new IllegalArgumentException(name
                    + " with messages that end with their connection does not support Unix sockets, on which one that was cut"
                    + " off looks whole; use TCP");
        }
    }

    /** Whether a message, of one direction at least, ends with its stream: then one side ends while the other goes on. */
    public boolean endsWithStream() {
        return requestFraming.endsWithStream() || responseFraming.endsWithStream();
    }
}
