package dev.parley.core;

/**
 * Something around any service: it sees requests go in and answers come out, and may hold, change, drop or count them.
 * Immutable, and safe for any thread; what it keeps of one conversation lives in the service it returns.
 *
 * <pre>{@code
 * record Counting(LongAdder requests) implements Filter {
 *     public <Q, R> Service<Q, R> around(Service<Q, R> service, Conversation conversation) {
 *         return service.serving((request, reply) -> {
 *             requests.increment();
 *             service.serve(request, reply);
 *         });
 *     }
 * }
 * }</pre>
 */
public interface Filter {
    /**
     * Wraps the service of one conversation. Called when the conversation begins, on its thread.
     *
     * @return a service that passes {@link Service#inputEnded} and {@link Service#ended} on, as {@link Service#serving} does
     */
    <Q, R> Service<Q, R> around(Service<Q, R> service, Conversation conversation);
}
