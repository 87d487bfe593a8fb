package dev.parley.examples;

import dev.parley.core.Answer;
import dev.parley.core.Conversation;
import dev.parley.core.Filter;
import dev.parley.core.Service;
import java.util.concurrent.atomic.LongAdder;

/** A filter: counts the requests that go into any service and the responses that come out. */
public record Counting(LongAdder requests, LongAdder responses) implements Filter {
    @Override
    public <Q, R> Service<Q, R> around(Service<Q, R> service, Conversation conversation) {
        return service.serving((request, reply) -> {
            requests.increment();
            service.serve(request, answer -> {
                if (answer instanceof Answer.Response<R>) {
                    responses.increment();
                }
                reply.give(answer);
            });
        });
    }
}
