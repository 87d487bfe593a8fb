package dev.parley.queue.postgresql;

import dev.parley.queue.Message;
import dev.parley.queue.MessageCounts;
import dev.parley.queue.MessageState;
import dev.parley.queue.MessageStats;
import dev.parley.queue.StoreStats;
import dev.parley.queue.TubeStats;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is known of messages and tubes. Changes nothing. */
final class Inspection {
    private Inspection() {}

    static Optional<Message> peek(Turn turn, long id) throws SQLException {
        return turn.database().query(Sql.PEEK_ID, Inspection::message, id);
    }

    static Optional<Message> peek(Turn turn, String tube, MessageState state) throws SQLException {
        String sql = switch (state) {
            case READY -> Sql.PEEK_READY;
            case DELAYED -> Sql.PEEK_DELAYED;
            case BURIED -> Sql.PEEK_BURIED;
            case RESERVED -> throw new IllegalArgumentException("messages that are held have no order");
        };
        return turn.database().query(sql, Inspection::message, tube);
    }

    private static Optional<Message> message(ResultSet rows) throws SQLException {
        return rows.next()
                ? Optional.of(new Message(rows.getLong(1), rows.getString(2), rows.getLong(3), rows.getBytes(4)))
                : Optional.empty();
    }

    static List<MessageStats> list(Turn turn, String tube, MessageState state, int limit) throws SQLException {
        String sql = switch (state) {
            case READY -> Sql.LIST_READY;
            case DELAYED -> Sql.LIST_DELAYED;
            case BURIED -> Sql.LIST_BURIED;
            case RESERVED -> Sql.LIST_RESERVED;
        };
        return turn.database().query(sql, rows -> entries(turn, rows), tube, limit);
    }

    static Optional<MessageStats> stats(Turn turn, long id) throws SQLException {
        return turn.database().query(Sql.ENTRY_OF, rows -> entries(turn, rows), id).stream()
                .findFirst();
    }

    private static List<MessageStats> entries(Turn turn, ResultSet rows) throws SQLException {
        List<MessageStats> entries = new ArrayList<>();
        while (rows.next()) {
            MessageState state = state(rows.getInt(4));
            boolean ends = state == MessageState.DELAYED || state == MessageState.RESERVED;
            entries.add(new MessageStats(
                    rows.getLong(1),
                    rows.getString(2),
                    state,
                    rows.getLong(3),
                    Duration.ofNanos(turn.now() - rows.getLong(8)),
                    Duration.ofNanos(rows.getLong(6)),
                    Duration.ofNanos(rows.getLong(7)),
                    Duration.ofNanos(ends ? rows.getLong(5) - turn.now() : 0),
                    rows.getInt(14),
                    new MessageStats.History(
                            rows.getInt(9), rows.getInt(10), rows.getInt(11), rows.getInt(12), rows.getInt(13))));
        }
        return entries;
    }

    private static MessageState state(int number) {
        return switch (number) {
            case 0 -> MessageState.READY;
            case 1 -> MessageState.DELAYED;
            case 2 -> MessageState.BURIED;
            default -> MessageState.RESERVED;
        };
    }

    static boolean isThere(Turn turn, String tube) throws SQLException {
        return turn.tubes().peek(tube).isReferredTo()
                || turn.database().one(Sql.HAS_MESSAGES, row -> row.getBoolean(1), tube, tube, tube, tube);
    }

    static List<String> tubes(Turn turn) throws SQLException {
        Set<String> names = new TreeSet<>(turn.database().query(Sql.TUBES, Serving::texts));
        turn.tubes().retain(names::contains);
        names.addAll(turn.tubes().referredTo());
        return List.copyOf(names);
    }

    static StoreStats stats(Turn turn, @Nullable SQLException trouble) throws SQLException {
        Counters counters = turn.counters();
        return new StoreStats(
                turn.database().one(Sql.COUNT, Inspection::counts),
                counters.total,
                counters.timeouts,
                tubes(turn).size(),
                turn.waiting().size(),
                turn.opening().bytes(),
                counters.draining,
                trouble == null ? turn.room().level().health(turn.opening().standbys()) : SqlFailure.line(trouble));
    }

    private static MessageCounts counts(ResultSet row) throws SQLException {
        return new MessageCounts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
    }

    static Optional<TubeStats> stats(Turn turn, String tube) throws SQLException {
        if (!isThere(turn, tube)) {
            return Optional.empty();
        }
        record Pause(long until, long nanos, long pauses) {}
        Database database = turn.database();
        Pause pause = database.query(
                Sql.PAUSE_OF,
                rows -> rows.next() ? new Pause(rows.getLong(1), rows.getLong(2), rows.getLong(3)) : new Pause(0, 0, 0),
                tube);
        boolean isPaused = pause.until > turn.now();
        long oldestPutAt = database.query(
                Sql.OLDEST_READY,
                rows -> rows.next() ? rows.getLong(1) : turn.now(),
                tube,
                tube,
                TubeStats.MOST_PRIORITIES);
        LocalTubes.Local local = turn.tubes().peek(tube);
        return Optional.of(new TubeStats(
                tube,
                database.one(Sql.COUNT_OF, Inspection::counts, tube, tube, tube, tube, tube),
                local.total,
                local.deleted,
                turn.tubes().using(tube),
                local.watching,
                turn.waiting().size(tube),
                pause.pauses,
                Duration.ofNanos(isPaused ? pause.nanos : 0),
                Duration.ofNanos(isPaused ? pause.until - turn.now() : 0),
                Duration.ofNanos(turn.now() - oldestPutAt),
                local.timeInQueue()));
    }
}
