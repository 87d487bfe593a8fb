package dev.parley.queue.postgresql;

import dev.parley.queue.NewMessage;
import dev.parley.queue.StoreException;
import dev.parley.queue.StoreException.Kind;
import dev.parley.queue.StoreLimits;
import dev.parley.queue.postgresql.Operation.Delete;
import dev.parley.queue.postgresql.Operation.Put;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

/** Messages that come and go in one turn, each kind with one statement. For one thread at a time. */
final class Storing {
    private final Turn turn;
    private final Keys keys;

    Storing(Turn turn) {
        this.turn = turn;
        this.keys = new Keys(turn);
    }

    void put(List<Put> puts) throws SQLException {
        List<Put> fitting = thatFit(thatAreNew(puts));
        long[] ids = turn.newIds(fitting.size());
        Map<TubeKey, Long> others = keys.take(fitting, ids);
        if (others.isEmpty()) {
            store(fitting, ids);
            return;
        }
        List<Put> left = new ArrayList<>();
        LongStream.Builder idsLeft = LongStream.builder();
        for (int i = 0; i < ids.length; i++) {
            Put put = fitting.get(i);
            TubeKey key = TubeKey.of(put);
            Long before = key == null ? null : others.get(key);
            if (before == null) {
                left.add(put);
                idsLeft.add(ids[i]);
            } else {
                turn.comesNot(StoreLimits.cost(put.message().body().length));
                turn.answerPut(put.answer(), before);
            }
        }
        store(left, idsLeft.build().toArray());
    }

    /** Those whose tubes do not know their keys. Others are answered with what is known; two with the same key have one answer. */
    private List<Put> thatAreNew(List<Put> puts) throws SQLException {
        Map<TubeKey, Long> known = keys.known(puts);
        Map<TubeKey, Put> firsts = new HashMap<>();
        List<Put> unknown = new ArrayList<>();
        for (Put put : puts) {
            TubeKey key = TubeKey.of(put);
            Long before = key == null ? null : known.get(key);
            Put first = key == null || before != null ? null : firsts.putIfAbsent(key, put);
            if (before != null) {
                turn.answerPut(put.answer(), before);
            } else if (first == null) {
                unknown.add(put);
            } else {
                sameAnswer(first.answer(), put.answer());
            }
        }
        return unknown;
    }

    private static void sameAnswer(CompletableFuture<Long> first, CompletableFuture<Long> repeat) {
        var _ = first.whenComplete((id, failure) -> {
            if (failure == null) {
                repeat.complete(id);
            } else {
                repeat.completeExceptionally(failure);
            }
        });
    }

    /** Those for which there is room; others are refused. */
    private List<Put> thatFit(List<Put> puts) {
        List<Put> fitting = new ArrayList<>();
        for (Put put : puts) {
            try {
                requireRoom(put.message().body().length);
                fitting.add(put);
            } catch (StoreException e) {
                turn.refuse(put.answer(), e);
            }
        }
        return fitting;
    }

    private void store(List<Put> taken, long[] ids) throws SQLException {
        if (taken.isEmpty()) {
            return;
        }
        List<NewMessage> messages = taken.stream().map(Put::message).toList();
        turn.database()
                .update(
                        Sql.PUT,
                        turn.now(),
                        ids,
                        messages.stream().map(NewMessage::tube).toArray(String[]::new),
                        messages.stream().mapToLong(NewMessage::priority).toArray(),
                        messages.stream()
                                .mapToLong(message -> message.delay().toNanos())
                                .toArray(),
                        messages.stream()
                                .mapToLong(message -> message.timeToRun().toNanos())
                                .toArray(),
                        messages.stream().map(NewMessage::body).toArray(byte[][]::new),
                        turn.room().server().id());
        for (int i = 0; i < ids.length; i++) {
            for (Purge purge : turn.counters().purges) {
                purge.put(taken.get(i).source(), ids[i]);
            }
            NewMessage message = messages.get(i);
            if (message.delay().isZero()) {
                turn.becameReady(message.tube());
            } else {
                turn.dueAt(turn.now() + message.delay().toNanos());
            }
            CompletableFuture<Long> answer = taken.get(i).answer();
            long id = ids[i];
            turn.answerPut(answer, id);
        }
        long lastId = ids[ids.length - 1];
        turn.afterCommit(() -> turn.counters().lastId = Math.max(turn.counters().lastId, lastId));
        turn.afterCommit(() -> messages.forEach(message -> {
            turn.room().tubes().get(message.tube()).total++;
            turn.room().counters().total++;
        }));
    }

    private void requireRoom(int bytes) {
        if (turn.room().counters().draining) {
            throw new StoreException(Kind.DRAINING, "the queue is draining: it takes no messages");
        }
        turn.room().level().requireStandbys(turn.opening().standbys());
        if (turn.opening().messages() + turn.newMessages()
                >= turn.room().limits().maxMessages()) {
            throw new StoreException(
                    Kind.FULL, "the queue is full: " + turn.room().limits().maxMessages() + " messages");
        }
        long cost = StoreLimits.cost(bytes);
        if (turn.opening().bytes() + turn.newBytes() + cost
                > turn.room().limits().maxBytes()) {
            throw new StoreException(
                    Kind.FULL,
                    "the queue is full: " + (turn.opening().bytes() + turn.newBytes()) + " of "
                            + turn.room().limits().maxBytes() + " bytes are taken");
        }

        turn.comes(cost);
    }

    void delete(List<Delete> deletes) throws SQLException {
        if (deletes.isEmpty()) {
            return;
        }
        record Done(long id, long holder) {}
        Map<Done, Runnable> done = new HashMap<>();
        turn.database()
                .query(
                        Sql.DELETE,
                        rows -> {
                            while (rows.next()) {
                                String tube = rows.getString(3);
                                long inQueueNanos = turn.now() - rows.getLong(4);
                                done.put(new Done(rows.getLong(1), rows.getLong(2)), () -> {
                                    turn.room().tubes().get(tube).deletedAfter(inQueueNanos);
                                    turn.room().tubes().dropIfEmptied(tube);
                                });
                            }
                            return done;
                        },
                        deletes.stream().mapToLong(Delete::id).toArray(),
                        deletes.stream().mapToLong(Delete::holder).toArray(),
                        turn.room().server().id());
        Set<Long> gone = new HashSet<>();
        for (Delete delete : deletes) {
            if (delete.source() instanceof PostgresHolder holder) {
                turn.serving().letGo(holder, delete.id());
            }
            Runnable counting = done.get(new Done(delete.id(), delete.holder()));
            boolean isGone = counting != null && gone.add(delete.id());
            turn.answer(delete.answer(), isGone);
            if (isGone && counting != null) {
                turn.gone(1);
                turn.afterCommit(counting);
            }
        }
    }
}
