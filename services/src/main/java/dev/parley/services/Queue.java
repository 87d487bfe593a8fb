package dev.parley.services;

import dev.parley.core.Delivery;
import dev.parley.core.Limits;
import dev.parley.core.Peer;
import dev.parley.core.Reply;
import dev.parley.core.Service;
import dev.parley.core.ServiceFactory;
import dev.parley.core.TooLong;
import dev.parley.core.Transport;
import dev.parley.queue.Holder;
import dev.parley.queue.Message;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.Reservation.Reserved;
import dev.parley.queue.StoreException;
import java.time.Duration;

/**
 * Seed 001: a first in, first out queue of messages. A message goes to one client; when its reply cannot be written in full,
 * it goes back to the front. UDP cannot know whether a reply arrived, so there a message is gone once it was sent.
 */
public final class Queue implements Service<QueueRequest, QueueResponse> {
    private static final int LONGEST_BYTES = 3000;

    /**
     * On UDP it is served by the thread that receives: datagrams of different peers handed to different threads would be stored
     * in the order those threads happen to run.
     */
    static final ServiceType<QueueRequest, QueueResponse> TYPE = ServiceType.of(
                    "queue", "keeps messages, first in, first out", 55556, QueueProtocol::on, Queue::factory)
            .served(serving -> serving.onEngine("threads")
                    .onDatagramEngine("sequential")
                    .within(Limits.DEFAULT.withMaxMessage(LONGEST_BYTES, TooLong.TRUNCATE))
                    .whichKeepsMessages()
                    .noting(
                            "Each queue endpoint is a queue of its own. A client that connects and closes has stored an",
                            "empty message; --ignore-empty refuses those, for ports that a health check visits.",
                            "On UDP a queue cannot know whether a fetched message arrived; it keeps the order of arrival on",
                            "sequential (its default there) and selector."))
            .forClients(client -> client.storing(QueueProtocol.STORE));

    private final MessageStore store;
    private final Holder holder;
    private final boolean ignoresEmpty;
    private final Transport transport;
    private final Peer peer;
    private final AmplificationLimiter emptyAnswers;

    private Queue(
            MessageStore store,
            boolean ignoresEmpty,
            Transport transport,
            Peer peer,
            AmplificationLimiter emptyAnswers) {
        this.ignoresEmpty = ignoresEmpty;
        this.transport = transport;
        this.peer = peer;
        this.emptyAnswers = emptyAnswers;
        this.holder = store.holder();
        this.store = holder.store();
        holder.watch(MessageStore.DEFAULT_TUBE);
    }

    private static ServiceFactory<QueueRequest, QueueResponse> factory(ServiceSettings settings) {
        MessageStore store = settings.store();
        AmplificationLimiter emptyAnswers = new AmplificationLimiter(settings.nanoTime());
        return conversation ->
                new Queue(store, settings.queueIgnoresEmpty(), settings.transport(), conversation.peer(), emptyAnswers);
    }

    @Override
    public void serve(QueueRequest request, Reply<QueueResponse> reply) {
        switch (request) {
            case QueueRequest.Put put -> put(put, reply);
            case QueueRequest.Get get -> get(reply);
        }
    }

    /** A message that was handed out and neither delivered nor lost goes back too. */
    @Override
    public void ended() {
        holder.close();
    }

    private void put(QueueRequest.Put put, Reply<QueueResponse> reply) {
        byte[] message = put.message();
        if (ignoresEmpty && message.length == 0) {
            refuse("it is empty", put, reply);
            return;
        }
        var _ = store.put(NewMessage.of(message)).whenComplete((id, failure) -> {
            if (failure == null) {
                stored(put, reply);
            } else {
                refuse(reason(failure), put, reply);
            }
        });
    }

    /** A refusal is a sentence; anything else is a fault of ours. */
    private static String reason(Throwable failure) {
        return failure instanceof StoreException refusal ? refusal.reason() : failure.toString();
    }

    private void refuse(String reason, QueueRequest.Put put, Reply<QueueResponse> reply) {
        ServiceLog.LOG.log(System.Logger.Level.WARNING, () -> "message from " + peer.address() + " refused: " + reason);
        complain(new QueueResponse.Refused(reason), put, reply);
    }

    private void stored(QueueRequest.Put put, Reply<QueueResponse> reply) {
        int bytes = put.message().length;
        ServiceLog.LOG.log(System.Logger.Level.DEBUG, () -> "stored " + bytes + " bytes, queue size " + store.size());
        if (put.truncated()) {
            complain(new QueueResponse.Truncated(bytes), put, reply);
        } else if (transport == Transport.UDP) { // as the original, whose clients expect nothing
            reply.none();
        } else {
            reply.send(new QueueResponse.Stored());
        }
    }

    /** By datagram only with what is no longer than the message was: its source may be forged. */
    private void complain(QueueResponse response, QueueRequest.Put put, Reply<QueueResponse> reply) {
        if (transport == Transport.UDP && QueueProtocol.sizeBytes(response) > put.message().length) {
            reply.none();
        } else {
            reply.send(response);
        }
    }

    private void get(Reply<QueueResponse> reply) {
        var _ = holder.reserve(Duration.ZERO).whenComplete((reservation, failure) -> {
            if (failure != null) {
                ServiceLog.LOG.log(
                        System.Logger.Level.WARNING, () -> "no message for " + peer.address() + ": " + reason(failure));
                reply.hangUp();
            } else if (reservation instanceof Reserved(Message message)) {
                reply.send(new QueueResponse.Message(message.body()), new Handing(message));
            } else if (transport == Transport.UDP && !emptyAnswers.spend(peer)) {
                reply.none();
            } else {
                ServiceLog.LOG.log(System.Logger.Level.DEBUG, "fetched nothing, queue size 0");
                reply.send(new QueueResponse.Empty());
            }
        });
    }

    private final class Handing implements Delivery {
        private final Message message;

        Handing(Message message) {
            this.message = message;
        }

        @Override
        public void delivered() {
            var _ = holder.delete(message.id()).whenComplete((deleted, failure) -> {
                if (failure == null) {
                    ServiceLog.LOG.log(
                            System.Logger.Level.DEBUG,
                            () -> "fetched " + message.body().length + " bytes, queue size " + store.size());
                } else {
                    ServiceLog.LOG.log(
                            System.Logger.Level.WARNING,
                            () -> "message " + message.id() + " was delivered to " + peer.address()
                                    + " and will be again: " + reason(failure));
                }
            });
        }

        @Override
        public void lost() {
            var _ = holder.release(message.id(), message.priority(), Duration.ZERO)
                    .whenComplete((released, failure) -> ServiceLog.LOG.log(
                            System.Logger.Level.INFO,
                            () -> "reply to " + peer.address()
                                    + " interrupted; message returned to the head of the queue"));
        }
    }
}
