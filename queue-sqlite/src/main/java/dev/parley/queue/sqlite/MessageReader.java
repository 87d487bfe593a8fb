package dev.parley.queue.sqlite;

import dev.parley.queue.Backlog.Stored;
import dev.parley.queue.MessageCounts;
import dev.parley.queue.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Reads every message of a database that may be damaged, and keeps account. One that the table lost may be known to an index. */
final class MessageReader {
    private final Database database;
    private final MessageTable table;
    private final List<Long> damaged = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private final Map<String, MessageCounts> tubes = new HashMap<>();
    private long intact;
    private long bytes;

    MessageReader(Database database) {
        this.database = database;
        this.table = new MessageTable(database);
    }

    /** Something is wrong that others have found. */
    void found(String finding) {
        findings.add(finding);
    }

    /** Gives all intact messages to this, in the order of their numbers. */
    StoreReport read(Consumer<Stored> each) {
        for (long id : ids()) {
            try {
                table.read(id).ifPresentOrElse(message -> take(message, each), () -> damaged.add(id));
            } catch (StoreException | SqlFailure e) {
                damaged.add(id);
            }
        }
        return new StoreReport(intact, bytes, damaged, tubes, findings);
    }

    private void take(Stored message, Consumer<Stored> each) {
        each.accept(message);
        intact++;
        bytes += message.body().length;
        tubes.merge(message.entry().tube(), count(message), MessageCounts::plus);
    }

    private static MessageCounts count(Stored message) {
        return switch (message.entry().state()) {
            case READY, RESERVED ->
                new MessageCounts(message.entry().priority() < MessageCounts.URGENT_BELOW ? 1 : 0, 1, 0, 0, 0);
            case DELAYED -> new MessageCounts(0, 0, 0, 1, 0);
            case BURIED -> new MessageCounts(0, 0, 0, 0, 1);
        };
    }

    private long[] ids() {
        LongStream.Builder ids = LongStream.builder();
        for (String sql : Sql.IDS) {
            try {
                database.query(sql, rows -> {
                    while (rows.next()) {
                        ids.add(rows.getLong(1));
                    }
                    return true;
                });
            } catch (SqlFailure e) {
                findings.add("not all messages can be found: " + e.reason());
            }
        }
        return Arrays.stream(ids.build().toArray()).sorted().distinct().toArray();
    }
}
