package dev.parley.services;

import dev.parley.core.Answer;
import dev.parley.core.Limits;
import dev.parley.core.Protocol;
import dev.parley.core.Reply;
import dev.parley.core.Service;
import dev.parley.core.ServiceFactory;
import dev.parley.core.TooLong;
import dev.parley.core.Transport;
import dev.parley.queue.Ability;
import dev.parley.queue.Holder;
import dev.parley.queue.Message;
import dev.parley.queue.MessageState;
import dev.parley.queue.MessageStats;
import dev.parley.queue.MessageStore;
import dev.parley.queue.NewMessage;
import dev.parley.queue.Reservation;
import dev.parley.queue.Reservation.Reserved;
import dev.parley.queue.StoreException;
import dev.parley.queue.TubeStats;
import dev.parley.services.BeanstalkCommand.Kick;
import dev.parley.services.BeanstalkCommand.ListMessages;
import dev.parley.services.BeanstalkCommand.OnMessage;
import dev.parley.services.BeanstalkCommand.OnTube;
import dev.parley.services.BeanstalkCommand.Once;
import dev.parley.services.BeanstalkCommand.Plain;
import dev.parley.services.BeanstalkCommand.Put;
import dev.parley.services.BeanstalkCommand.Quit;
import dev.parley.services.BeanstalkCommand.Refused;
import dev.parley.services.BeanstalkCommand.Reserve;
import dev.parley.services.BeanstalkCommand.ReserveBatch;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The beanstalk work queue: named tubes, priorities, delays, and messages that are held while they are worked on. Any client of
 * beanstalkd can use it. One connection; its commands take effect in their order, and a reserve that waits holds up those behind it.
 * Source: the protocol text of beanstalkd, and its version 1.12.
 */
public final class Beanstalk implements Service<BeanstalkCommand, BeanstalkReply> {
    /** The protocol; bodies of up to the server's limit of a message. */
    public static final Protocol<BeanstalkCommand, BeanstalkReply> PROTOCOL = new Protocol<>(
            "beanstalk",
            BeanstalkRequestFraming.REQUESTS,
            BeanstalkReplyFraming.REPLIES,
            BeanstalkRequests.REQUESTS,
            BeanstalkReply.REPLIES,
            false,
            fault -> null);

    private static final int LONGEST_BODY_BYTES = 65_535;
    /** Some 150 bytes each, while others wait for the store. */
    private static final int MOST_LISTED = 1_000;

    private static final int MOST_IN_BATCH = 100;
    /** A reply is in memory until its peer has read it. */
    private static final long MOST_BATCH_BYTES = 1 << 20;

    static final ServiceType<BeanstalkCommand, BeanstalkReply> TYPE = ServiceType.of(
                    "beanstalk",
                    "the work queue of beanstalkd, for its clients",
                    11300,
                    transport -> PROTOCOL,
                    Beanstalk::factory)
            .served(serving -> serving.on(Transport.TCP)
                    .within(Limits.DEFAULT.withMaxMessage(LONGEST_BODY_BYTES, TooLong.REJECT))
                    .whichKeepsMessages()
                    .noting("Bodies have up to --max-message bytes; a larger one is answered with JOB_TOO_BIG."))
            .forClients(client -> client.usedTo(ClientSide.Use.TUBES));

    private final MessageStore store;
    private final Holder holder;
    private final BeanstalkCounters counters;
    private final BeanstalkStats stats;
    private final InTurn inTurn = new InTurn();
    private final Set<String> watched = new LinkedHashSet<>();
    private String used = MessageStore.DEFAULT_TUBE;
    /** Of the next put; null for one without. */
    private @Nullable String onceKey;

    private boolean hasPut;
    private boolean hasReserved;
    /** A reserve that was held up runs on a thread of the store. */
    private volatile boolean inputEnded;

    private Beanstalk(MessageStore store, BeanstalkCounters counters, BeanstalkStats stats) {
        this.holder = store.holder();
        this.store = holder.store(); // commands take effect in their order
        this.counters = counters;
        this.stats = stats;
        watched.add(MessageStore.DEFAULT_TUBE);
        holder.use(MessageStore.DEFAULT_TUBE);
        holder.watch(MessageStore.DEFAULT_TUBE);
        counters.connections.increment();
        counters.allConnections.increment();
    }

    private static ServiceFactory<BeanstalkCommand, BeanstalkReply> factory(ServiceSettings settings) {
        MessageStore store = settings.store();
        BeanstalkCounters counters = new BeanstalkCounters();
        BeanstalkStats stats = new BeanstalkStats(counters, settings.nanoTime(), settings.maxMessageBytes());
        return conversation -> new Beanstalk(store, counters, stats);
    }

    @Override
    public void serve(BeanstalkCommand command, Reply<BeanstalkReply> reply) {
        inTurn.run(() -> run(command, reply));
    }

    /** A reserve that waits ends as if its time were over, since the peer may have left; so does each behind it. */
    @Override
    public void inputEnded() {
        inputEnded = true;
        holder.stopWaiting();
    }

    @Override
    public void ended() {
        holder.close();
        counters.connections.decrement();
        inTurn.run(
                () -> { // behind what may still change them
                    counters.producers.add(hasPut ? -1 : 0);
                    counters.workers.add(hasReserved ? -1 : 0);
                });
    }

    private void run(BeanstalkCommand command, Reply<BeanstalkReply> reply) {
        counters.count(command.word());
        switch (command) {
            case Put put -> put(put, reply);
            case Reserve reserve -> reserve(reserve, reply);
            case ReserveBatch batch -> {
                work();
                answer(
                        holder.reserveBatch((int) Math.min(batch.most(), MOST_IN_BATCH), MOST_BATCH_BYTES),
                        reply,
                        reserved -> BeanstalkReply.batch(reserved.messages()));
            }
            case OnMessage one -> onMessage(one, reply);
            case OnTube one -> onTube(one, reply);
            case Kick kick ->
                answer(store.kick(used, kick.bound()), reply, count -> BeanstalkReply.of("KICKED " + count));
            case ListMessages list -> list(list, reply);
            case Once once -> {
                onceKey = once.key();
                reply.send(BeanstalkReply.of("ONCE"));
            }
            case Plain plain -> plain(plain.word(), reply);
            case Quit _ -> reply.give(Answer.hangUp());
            case Refused refused -> {
                onceKey = refused.word().equals("put") ? null : onceKey;
                reply.send(BeanstalkReply.of(refused.reply()));
            }
        }
    }

    private void put(Put put, Reply<BeanstalkReply> reply) {
        if (!hasPut) {
            hasPut = true;
            counters.producers.increment();
        }
        NewMessage message = new NewMessage(used, put.priority(), put.delay(), put.timeToRun(), put.body());
        String key = onceKey;
        onceKey = null;
        CompletableFuture<Long> stored = key == null ? store.put(message) : store.putOnce(key, message);
        answer(stored, reply, id -> BeanstalkReply.of("INSERTED " + Long.toUnsignedString(id)));
    }

    private void reserve(Reserve reserve, Reply<BeanstalkReply> reply) {
        work();
        inTurn.hold();
        counters.waiting.increment();
        boolean mayWait = !inputEnded;
        then(holder.reserve(mayWait ? reserve.atMost() : Duration.ZERO), reply, (reservation, failure) -> {
            counters.waiting.decrement();
            try {
                reply.send(failure == null ? reserved(reservation) : refusal(failure));
            } finally {
                inTurn.release();
            }
        });
        if (mayWait && inputEnded) {
            holder.stopWaiting(); // the end came just before it began to wait
        }
    }

    private void work() {
        if (!hasReserved) {
            hasReserved = true;
            counters.workers.increment();
        }
    }

    private static BeanstalkReply reserved(Reservation reservation) {
        return switch (reservation) {
            case Reserved(Message message) -> message("RESERVED ", message);
            case Reservation.TimedOut _ -> BeanstalkReply.of("TIMED_OUT");
            case Reservation.DeadlineSoon _ -> BeanstalkReply.of("DEADLINE_SOON");
        };
    }

    private static BeanstalkReply message(String word, Message message) {
        return BeanstalkReply.of(word + Long.toUnsignedString(message.id()), message.body());
    }

    private void onMessage(OnMessage one, Reply<BeanstalkReply> reply) {
        long id = one.id();
        switch (one.word()) {
            case "delete" -> done(holder.delete(id), reply, "DELETED");
            case "release" -> done(holder.release(id, one.priority(), one.delay()), reply, "RELEASED");
            case "bury" -> done(holder.bury(id, one.priority()), reply, "BURIED");
            case "touch" -> done(holder.touch(id), reply, "TOUCHED");
            case "kick-job" -> done(store.kick(id), reply, "KICKED");
            case "peek" -> found(store.peek(id), reply, "FOUND ");
            case "reserve-job" -> {
                work();
                found(holder.reserve(id), reply, "RESERVED ");
            }
            case "stats-job" -> text(store.stats(id), reply, BeanstalkStats::of);
            default -> throw new IllegalStateException(one.word());
        }
    }

    private void onTube(OnTube one, Reply<BeanstalkReply> reply) {
        String tube = one.tube();
        switch (one.word()) {
            case "use" -> {
                used = tube;
                holder.use(tube);
                reply.send(BeanstalkReply.of("USING " + tube));
            }
            case "watch" -> {
                if (watched.add(tube)) {
                    holder.watch(tube);
                }
                reply.send(watching());
            }
            case "ignore" -> ignore(tube, reply);
            case "pause-tube" -> done(store.pause(tube, one.time()), reply, "PAUSED");
            case "stats-tube" -> statsOfTube(tube, reply);
            case "purge-tube" -> answer(store.purge(tube), reply, count -> BeanstalkReply.of("PURGED " + count));
            default -> throw new IllegalStateException(one.word());
        }
    }

    private void statsOfTube(String tube, Reply<BeanstalkReply> reply) {
        CompletableFuture<Optional<TubeStats>> known = store.stats(tube);
        if (store.abilities().contains(Ability.PEEK)) {
            CompletableFuture<List<MessageStats>> next = store.list(tube, MessageState.READY, 1);
            text(
                    known.thenCombine(next, (of, first) -> of.map(it -> BeanstalkStats.of(it, first))),
                    reply,
                    Function.identity());
        } else {
            text(known, reply, of -> BeanstalkStats.of(of, List.of()));
        }
    }

    private void list(ListMessages list, Reply<BeanstalkReply> reply) {
        int limit = (int) Math.min(list.limit(), MOST_LISTED);
        answer(
                store.list(list.tube(), list.state(), limit),
                reply,
                listed -> BeanstalkReply.text(BeanstalkStats.messages(listed)));
    }

    private BeanstalkReply watching() {
        return BeanstalkReply.of("WATCHING " + watched.size());
    }

    private void ignore(String tube, Reply<BeanstalkReply> reply) {
        if (watched.contains(tube) && watched.size() == 1) {
            reply.send(BeanstalkReply.of("NOT_IGNORED"));
            return;
        }
        if (watched.remove(tube)) {
            holder.ignore(tube);
        }
        reply.send(watching());
    }

    private void plain(String word, Reply<BeanstalkReply> reply) {
        switch (word) {
            case "peek-ready" -> found(store.peek(used, MessageState.READY), reply, "FOUND ");
            case "peek-delayed" -> found(store.peek(used, MessageState.DELAYED), reply, "FOUND ");
            case "peek-buried" -> found(store.peek(used, MessageState.BURIED), reply, "FOUND ");
            case "stats" ->
                answer(
                        store.stats(),
                        reply,
                        of -> BeanstalkReply.text(stats.of(of, store.acknowledgement(), store.identity())));
            case "list-tubes" -> answer(store.tubes(), reply, tubes -> BeanstalkReply.text(BeanstalkStats.list(tubes)));
            case "list-tubes-watched" -> reply.send(BeanstalkReply.text(BeanstalkStats.list(watched)));
            case "list-tube-used" -> reply.send(BeanstalkReply.of("USING " + used));
            case "drain" -> {
                store.setDraining(true);
                reply.send(BeanstalkReply.of("DRAINING"));
            }
            case "undrain" -> {
                store.setDraining(false);
                reply.send(BeanstalkReply.of("ACCEPTING"));
            }
            default -> throw new IllegalStateException(word);
        }
    }

    private void done(CompletableFuture<Boolean> answer, Reply<BeanstalkReply> reply, String word) {
        answer(answer, reply, is -> BeanstalkReply.of(is ? word : "NOT_FOUND"));
    }

    private void found(CompletableFuture<Optional<Message>> answer, Reply<BeanstalkReply> reply, String word) {
        answer(
                answer,
                reply,
                found -> found.map(message -> message(word, message)).orElseGet(() -> BeanstalkReply.of("NOT_FOUND")));
    }

    private <T> void text(
            CompletableFuture<Optional<T>> answer, Reply<BeanstalkReply> reply, Function<T, String> yaml) {
        answer(
                answer,
                reply,
                found -> found.map(it -> BeanstalkReply.text(yaml.apply(it)))
                        .orElseGet(() -> BeanstalkReply.of("NOT_FOUND")));
    }

    private <T> void answer(
            CompletableFuture<T> answer, Reply<BeanstalkReply> reply, Function<T, BeanstalkReply> text) {
        then(answer, reply, (value, failure) -> reply.send(failure == null ? text.apply(value) : refusal(failure)));
    }

    /** What fails here would be swallowed, and the request never answered. */
    private static <T> void then(
            CompletableFuture<T> answer, Reply<BeanstalkReply> reply, BiConsumer<T, Throwable> next) {
        var _ = answer.whenComplete((value, failure) -> {
            try {
                next.accept(value, failure);
            } catch (RuntimeException e) {
                ServiceLog.LOG.log(System.Logger.Level.ERROR, "an answer of the store could not be passed on", e);
                reply.hangUp();
            }
        });
    }

    private static BeanstalkReply refusal(Throwable failure) {
        StoreException.Kind kind =
                failure instanceof StoreException refusal ? refusal.kind() : StoreException.Kind.FAILED;
        // Closed is what a peer that has gone asked for last, or a server that ends: nobody needs to look.
        System.Logger.Level level =
                kind == StoreException.Kind.CLOSED ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
        ServiceLog.LOG.log(level, () -> "refused: " + failure.getMessage());
        return BeanstalkReply.of(
                switch (kind) {
                    case FULL -> "OUT_OF_MEMORY";
                    case DRAINING -> "DRAINING";
                    case UNSUPPORTED, FAILED, MISCONFIGURED, DAMAGED, CLOSED -> "INTERNAL_ERROR";
                });
    }
}
