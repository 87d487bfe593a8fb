package dev.parley.services;

import dev.parley.core.Delivery;
import dev.parley.core.LogText;
import dev.parley.core.Reply;
import dev.parley.core.ServiceFactory;

/** A filter that logs every message and every reply, in the words of seed 000. */
public final class MessageLog {
    private static final System.Logger LOG = System.getLogger("dev.parley.messages");

    private MessageLog() {}

    /** The same service, with its messages in the log. */
    public static <Q, R> ServiceFactory<Q, R> of(ServiceFactory<Q, R> services) {
        return peer -> {
            var service = services.open(peer);
            return (request, reply) -> {
                LOG.log(System.Logger.Level.DEBUG, () -> "received message: " + text(request));
                service.serve(request, new LoggedReply<>(reply));
            };
        };
    }

    private static String text(Object message) {
        return message instanceof byte[] bytes ? LogText.of(bytes) : LogText.of(message.toString());
    }

    private record LoggedReply<R>(Reply<R> reply) implements Reply<R> {
        @Override
        public void send(R response) {
            log(response);
            reply.send(response);
        }

        @Override
        public void send(R response, Delivery delivery) {
            log(response);
            reply.send(response, delivery);
        }

        private void log(R response) {
            LOG.log(System.Logger.Level.DEBUG, () -> "sending back message: " + text(response));
        }

        @Override
        public void none() {
            reply.none();
        }

        @Override
        public void hangUp() {
            reply.hangUp();
        }
    }
}
