package dev.parley.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No statement looks through all messages, or sorts them: one that did would be slow on the day the queue is long. */
class QueryPlanTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                Sql.FIND,
                Sql.READ,
                Sql.DELETE,
                Sql.MOVE,
                Sql.NOTE_HISTORY,
                Sql.READY_SAME_PRIORITY,
                Sql.READY_LATER_PRIORITY,
                Sql.FIRST_DUE,
                Sql.LIST_DELAYED,
                Sql.LIST_BURIED
            })
    void findsByAnIndexAndSortsNothing(String sql) {
        assertThat(plan(sql))
                .isNotEmpty()
                .allSatisfy(step ->
                        assertThat(step).matches("SEARCH message USING .*|SCAN message USING INDEX message_due"));
    }

    /** From the index alone: bodies are not read. */
    @ParameterizedTest
    @ValueSource(strings = {Sql.COUNT_READY, Sql.COUNT_DELAYED, Sql.COUNT_BURIED})
    void countsFromAnIndexAlone(String sql) {
        assertThat(plan(sql))
                .containsExactly("SCAN message USING COVERING INDEX message_"
                        + (sql.equals(Sql.COUNT_READY)
                                ? "ready"
                                : sql.equals(Sql.COUNT_DELAYED) ? "delayed" : "buried"));
    }

    private static List<String> plan(String sql) {
        Database database = Database.inMemory();
        Schema.complete(database, 0);
        return database.query("explain query plan " + sql, rows -> {
            List<String> steps = new ArrayList<>();
            while (rows.next()) {
                steps.add(rows.getString("detail"));
            }
            return steps;
        });
    }
}
