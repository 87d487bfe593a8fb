package dev.parley.queue.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testkit.PostgresServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No statement looks through all messages: one that did would be slow on the day the queue is long. */
class QueryPlanTest {
    private static final long[] NUMBERS = {1, 2};
    private static final String[] TUBES = {"tube1", "tube2"};
    private static final String[] KEYS = {"1", "2"};

    /** Ready ones for the most part, in 3 tubes of a thousand. */
    private static final String MANY =
            "insert into message (id, tube, priority, state, at, holder, delay, time_to_run, put_at,"
                    + " bytes, body) select n, 'tube' || n % 1000, n % 3, case when n % 100 < 97 then 0 else n % 100 - 96 end, n,"
                    + " case when n % 100 = 99 then n end, 0, 1, 1, 10, repeat('x', 10)::bytea from generate_series(1, 100000) n";

    private static String location = "";

    @BeforeAll
    static void fill() throws SQLException {
        location = PostgresServer.shared().newDatabase();
        Migration.run(location);
        try (Database database = Address.parse(location).connect("test")) {
            database.update(MANY);
            database.update("vacuum analyze message");
            database.update("insert into put_key select tube, id, id, put_at from message");
            database.update("vacuum analyze put_key");
        }
    }

    static Stream<Arguments> statements() {
        return Stream.of(
                of(Sql.BEGIN_TURN, null, 1L, 0L, true, 1L, 1),
                of(Sql.DUE, 10L),
                of(Sql.NEXT_DUE),
                of(Sql.STORED_WITH_KEYS, TUBES, KEYS, 1L),
                of(Sql.TAKE_KEYS, 1L, TUBES, KEYS, NUMBERS, 1L),
                of(Sql.FORGET_KEYS, 1L, 2),
                of(Sql.DELETE, NUMBERS, NUMBERS, 1L),
                of(Sql.PURGE, "tube1", NUMBERS, 10, "tube1", NUMBERS, 10, "tube1", NUMBERS, 10, 1L),
                of(Sql.CLAIM, "tube1", 2, 1L, NUMBERS, 100L),
                of(Sql.CLAIM_OF_MANY, TUBES, 2, 2, 1L, NUMBERS, 100L),
                of(Sql.CLAIM_ID, 1L, 1L, 1L),
                of(Sql.RELEASE, 1L, 0L, 0L, 0, 1L, 1L),
                of(Sql.BURY, 1L, 1L, 1L, 1L),
                of(Sql.TOUCH, 1L, 1L, 1L),
                of(Sql.GIVE_BACK, 1L, 2L),
                of(Sql.GIVE_BACK_ID, 1L, 1L),
                of(Sql.KICK_ID, 1L),
                of(Sql.KICK_BURIED, "tube1", 10),
                of(Sql.KICK_DELAYED, "tube1", 10),
                of(Sql.ANY_BURIED, "tube1"),
                of(Sql.PEEK_ID, 1L),
                of(Sql.PEEK_READY, "tube1"),
                of(Sql.PEEK_DELAYED, "tube1"),
                of(Sql.PEEK_BURIED, "tube1"),
                of(Sql.ENTRY_OF, 1L),
                of(Sql.LIST_READY, "tube1", 10),
                of(Sql.LIST_DELAYED, "tube1", 10),
                of(Sql.LIST_BURIED, "tube1", 10),
                of(Sql.LIST_RESERVED, "tube1", 10),
                of(Sql.COUNT_OF, "tube1", "tube1", "tube1", "tube1", "tube1"),
                of(Sql.OLDEST_READY, "tube1", "tube1", 100),
                of(Sql.TUBES),
                of(Sql.HAS_MESSAGES, "tube1", "tube1", "tube1", "tube1"));
    }

    private static Arguments of(String sql, @Nullable Object... values) {
        return Arguments.of(sql, values);
    }

    @ParameterizedTest
    @MethodSource("statements")
    void findsByAnIndex(String sql, @Nullable Object[] values) throws SQLException {
        try (Database database = Address.parse(location).connect("test")) {
            database.update("set plan_cache_mode = force_generic_plan"); // as after some uses
            List<String> plan = database.query(
                    "explain (costs off) " + sql,
                    rows -> {
                        List<String> steps = new ArrayList<>();
                        while (rows.next()) {
                            steps.add(rows.getString(1));
                        }
                        return steps;
                    },
                    values);
            assertThat(plan).isNotEmpty().noneMatch(step -> step.contains("Seq Scan on message"));
        }
    }
}
