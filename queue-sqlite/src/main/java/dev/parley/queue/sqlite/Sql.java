package dev.parley.queue.sqlite;

import java.util.List;

/**
 * All statements, so that another dialect has one place to differ. Numbers are 64 bits, times nanoseconds of the store's time.
 *
 * <p>A row's {@code state} is never "held": a lease ends with its process, so that reserving writes nothing and starting repairs
 * nothing.
 */
final class Sql {
    /** As {@code user_version} says it, an application that knows this file ("Prly"). */
    static final int APPLICATION_ID = 0x50726c79;

    /** One process, and no shared memory. */
    static final String ONE_PROCESS = "pragma locking_mode = exclusive";

    /** Space given back by steps. Of a new file, before anything else: said of another one, it is written. */
    static final String GIVES_BACK_SPACE = "pragma auto_vacuum = incremental";

    static final List<String> SETTINGS = List.of(
            "pragma journal_mode = wal",
            "pragma wal_autocheckpoint = 0", // one that fails in there says nothing
            "pragma cell_size_check = on",
            "pragma temp_store = memory",
            "pragma cache_size = -16384"); // 16 MiB, outside the heap

    static final String SYNC_EACH_COMMIT = "pragma synchronous = full";
    static final String SYNC_CHECKPOINTS = "pragma synchronous = normal";

    private static final List<String> VERSION_1 = List.of(
            """
            create table message (
              id integer primary key,
              tube text not null,
              priority integer not null,
              state integer not null,
              at integer not null,
              delay integer not null,
              time_to_run integer not null,
              put_at integer not null,
              reserves integer not null, timeouts integer not null, releases integer not null,
              buries integer not null, kicks integer not null,
              bytes integer not null,
              crc integer not null,
              body blob not null)""",
            "create index message_ready on message (tube, priority) where state = 0",
            "create index message_delayed on message (tube, at) where state = 1",
            "create index message_due on message (at) where state = 1",
            "create index message_buried on message (tube, at) where state = 2",
            """
            create table store (
              only_row integer primary key check (only_row = 1),
              last_id integer not null, messages integer not null, id_sum integer not null,
              bytes integer not null, seen_at integer not null)""",
            "insert into store values (1, 0, 0, 0, 0, 0)",
            "pragma user_version = 1",
            "pragma application_id = " + APPLICATION_ID);

    /** A key's number is that of its message, so that the oldest has the smallest. */
    private static final List<String> VERSION_2 = List.of("""
            create table put_key (
              id integer primary key,
              tube text not null,
              key text not null,
              at integer not null,
              unique (tube, key))""", "pragma user_version = 2");

    /** What leads from each version to the next, from an empty file on. */
    static final List<List<String>> SCHEMA = List.of(VERSION_1, VERSION_2);

    static final String SCHEMA_THERE = "select coalesce(group_concat(type || ' ' || sql, ';'), '')"
            + " from (select type, sql from sqlite_schema where sql is not null order by type, name)";

    static final String APPLICATION_ID_THERE = "pragma application_id";

    private static final String ENTRY = "id, tube, priority, state, at, delay, time_to_run, put_at,"
            + " reserves, timeouts, releases, buries, kicks, bytes";

    static final String BEGIN = "begin immediate";
    static final String COMMIT = "commit";
    static final String ROLLBACK = "rollback";
    /** Columns: busy, frames in the log, frames that are in the database too. */
    static final String LOG_LENGTH = "pragma wal_checkpoint(noop)";
    /** The log is written from its beginning again: its file keeps its length, so that a sync need not note another. */
    static final String CHECKPOINT = "pragma wal_checkpoint(restart)";

    static final String CHECKPOINT_AND_SHORTEN = "pragma wal_checkpoint(truncate)";
    static final String FREE_PAGES = "pragma freelist_count";
    /** To its end: one step frees a single page. */
    static final String GIVE_BACK_PAGES = "pragma incremental_vacuum(200)";

    static final String PAGES = "pragma page_count";
    static final String PAGE_BYTES = "pragma page_size";

    static final String SEEN_AT = "select seen_at from store";
    static final String TOTALS = "select last_id, messages, id_sum, bytes from store";
    static final String SET_TOTALS = "update store set last_id = ?, messages = ?, id_sum = ?, bytes = ?, seen_at = ?";

    /** Columns: tube, messages, urgent ones, sum of their numbers. From the indexes alone. */
    static final String COUNT_READY =
            "select tube, count(*), sum(priority < 1024), sum(id) from message" + " where state = 0 group by tube";

    static final String COUNT_DELAYED = "select tube, count(*), 0, sum(id) from message where state = 1 group by tube";
    static final String COUNT_BURIED = "select tube, count(*), 0, sum(id) from message where state = 2 group by tube";

    /** Numbers of messages, from the table and from each index: what one has lost another may know. */
    static final List<String> IDS = List.of(
            "select id from message order by id",
            "select id from message where state = 0",
            "select id from message where state = 1",
            "select id from message where state = 2");

    static final String QUICK_CHECK = "pragma quick_check";

    static final String INSERT =
            "insert into message (" + ENTRY + ", crc, body) values (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, ?, ?, ?)";
    /** Values: tube, key, not before. */
    static final String STORED_WITH_KEY = "select id from put_key where tube = ? and key = ? and at >= ?";

    static final String NOTE_KEY = "insert into put_key (id, tube, key, at) values (?, ?, ?, ?)"
            + " on conflict (tube, key) do update set id = excluded.id, at = excluded.at";
    /** Twice as many as one put adds. */
    static final String FORGET_KEYS =
            "delete from put_key where id in (select id from put_key order by id limit 2) and at < ?";

    static final String FIND = "select " + ENTRY + " from message where id = ?";
    static final String READ = "select " + ENTRY + ", crc, body from message where id = ?";
    static final String DELETE = "delete from message where id = ?";
    /** The checksum changes by exclusive or: {@code a xor b} is {@code (a | b) - (a & b)}. */
    static final String MOVE = """
            update message set priority = ?, state = ?, at = ?, delay = ?,
              reserves = ?, timeouts = ?, releases = ?, buries = ?, kicks = ?,
              crc = (crc | ?10) - (crc & ?10)
            where id = ?11""";

    static final String NOTE_HISTORY =
            "update message set reserves = ?, timeouts = ?, releases = ?, buries = ?, kicks = ? where id = ?";

    /** Two statements: one of both, {@code (priority, id) > (?, ?)}, looks through all of the first priority. */
    static final String READY_SAME_PRIORITY =
            "select priority, id from message where state = 0 and tube = ? and priority = ? and id > ?"
                    + " order by id limit ?";

    static final String READY_LATER_PRIORITY =
            "select priority, id from message where state = 0 and tube = ? and priority > ?"
                    + " order by priority, id limit ?";

    static final String FIRST_DUE = "select " + ENTRY + " from message where state = 1 order by at, id limit 1";
    static final String LIST_DELAYED =
            "select " + ENTRY + " from message where state = 1 and tube = ? order by at, id limit ?";
    static final String LIST_BURIED =
            "select " + ENTRY + " from message where state = 2 and tube = ? order by at, id limit ?";

    private Sql() {}
}
