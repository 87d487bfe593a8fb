package dev.parley.services;

import dev.parley.core.Answer;
import dev.parley.core.Conversation;
import dev.parley.core.Filter;
import dev.parley.core.PrintableText;
import dev.parley.core.Reply;
import dev.parley.core.Service;

/** A filter that logs every message and every reply, in the words of seed 000. */
public record MessageLog() implements Filter {
    private static final System.Logger LOG = System.getLogger("dev.parley.messages");

    @Override
    public <Q, R> Service<Q, R> around(Service<Q, R> service, Conversation conversation) {
        return service.serving((request, reply) -> {
            LOG.log(System.Logger.Level.DEBUG, () -> "received message: " + text(request));
            service.serve(request, logged(reply));
        });
    }

    private static <R> Reply<R> logged(Reply<R> reply) {
        return answer -> {
            if (answer instanceof Answer.Response<R> given) {
                LOG.log(System.Logger.Level.DEBUG, () -> "sending back message: " + text(given.response()));
            }
            reply.give(answer);
        };
    }

    private static String text(Object message) {
        return message instanceof byte[] bytes ? PrintableText.of(bytes) : PrintableText.of(message.toString());
    }
}
