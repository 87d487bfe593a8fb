package dev.parley.core;

/** Opens the service for one conversation; a service without state of its own per peer may answer the same one to all. */
@FunctionalInterface
public interface ServiceFactory<Q, R> {
    /** Called once a conversation, before its first byte, on the thread that runs it. Must not block. */
    Service<Q, R> open(Conversation conversation);

    /** The same services, each with this filter around it. */
    default ServiceFactory<Q, R> filteredBy(Filter filter) {
        return conversation -> filter.around(open(conversation), conversation);
    }
}
