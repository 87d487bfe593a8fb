package dev.parley.services;

import dev.parley.core.Conversation;
import dev.parley.core.Filter;
import dev.parley.core.Service;

/** The delay of {@link SwitchableFaults}, message by message. */
record VaryingDelay(SwitchableFaults faults) implements Filter {
    @Override
    public <Q, R> Service<Q, R> around(Service<Q, R> service, Conversation conversation) {
        return service.serving(new DelayedRequests<>(faults, service, conversation)::serve);
    }
}
