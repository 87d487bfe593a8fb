package dev.parley.queue.postgresql;

import dev.parley.queue.StoreLimits;

/** All statements. States are those of the table: 0 ready, 1 delayed, 2 buried, 3 reserved. */
final class Sql {
    /** By the database's clock, or a test's. */
    private static final String NOW =
            "coalesce(?::bigint, (extract(epoch from clock_timestamp()) * 1000000)::bigint * 1000)";

    /** How long a server that says nothing is taken to be there. */
    private static final String LATELY = "10000000000";

    private static final String ENTRY = "m.id, m.tube, m.priority, m.state, m.at, m.delay, m.time_to_run, m.put_at,"
            + " m.reserves, m.timeouts, m.releases, m.buries, m.kicks, m.bytes";

    static final String SET_SCHEMA = "select set_config('search_path', ?, false)";
    static final String SETTINGS = "select current_setting('server_version_num')::int, pg_is_in_recovery(),"
            + " current_setting('fsync'), current_setting('synchronous_standby_names')";
    static final String STANDBYS = "select current_setting('synchronous_standby_names')";

    static final String NEW_SERVER =
            "insert into server (seen_at) values (" + NOW + ") returning id, (select identity::text from store)";

    /**
     * Begins a turn. Values: now or null; the server, the batch before this one, whether this one writes; the server; how many new
     * numbers. Columns: now, whether it was begun, when something is due, when a pause ends, paused tubes, messages and bytes stored,
     * whether another server is there, the standbys that must confirm, new numbers.
     */
    static final String BEGIN_TURN = "with time as (select " + NOW + " as now), begun as ("
            + "update server set batch = batch + 1, seen_at = (select now from time)"
            + " where id = ? and batch = ? and ? returning id)"
            + " select (select now from time), exists (select from begun),"
            + " (select min(at) from message where state in (1, 3)),"
            + " (select min(until) from pause where until > (select now from time)),"
            + " array(select tube from pause where until > (select now from time)),"
            + " (select sum(messages)::bigint from server), (select sum(bytes)::bigint from server),"
            + " exists (select from server where id <> ? and id <> 0 and seen_at > (select now from time) - " + LATELY
            + "),"
            + " current_setting('synchronous_standby_names'),"
            + " array(select nextval('message_id') from generate_series(1, ?))";

    /** Columns: the batch that was committed last. Waits for one that is being committed. */
    static final String LAST_BATCH = "select batch from server where id = ? for update";

    /** A server goes on that the database has forgotten. Values: its number, now or null. */
    static final String SAME_SERVER =
            "insert into server (id, seen_at) overriding system value values (?, " + NOW + ")";

    /** Values: the largest that was given. */
    static final String NO_NUMBER_TWICE = "select setval('message_id', greatest(?, nextval('message_id')))";

    /** Its commit waits for all commits before it. */
    static final String CONFIRM = "update server set seen_at = seen_at where id = ?";

    static final String NEXT_DUE = "select min(at) from message where state in (1, 3)";

    /** What is due becomes ready. Columns: tube, whether a time to run was over. */
    static final String DUE = "update message m set state = 0, at = 0, holder = null,"
            + " timeouts = timeouts + case when due.state = 3 then 1 else 0 end"
            + " from (select id, state from message where state in (1, 3) and at <= ? order by at limit 1000"
            + " for update skip locked) due where m.id = due.id returning m.tube, due.state = 3";

    /** Values: the columns as arrays, the server's number. */
    static final String PUT = "with put as (insert into message"
            + " (id, tube, priority, state, at, delay, time_to_run, put_at, bytes, body)"
            + " select id, tube, priority, case when delay > 0 then 1 else 0 end, case when delay > 0 then now + delay else 0 end,"
            + " delay, time_to_run, now, octet_length(body), body"
            + " from (select ?::bigint as now) as time, unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bytea[])"
            + " as new (id, tube, priority, delay, time_to_run, body) returning bytes)"
            + " update server set messages = messages + (select count(*) from put),"
            + " bytes = bytes + (select sum(bytes + " + StoreLimits.OVERHEAD_BYTES + ") from put) where id = ?";

    /** Values: tubes, keys, not before. Columns: tube, key, number. */
    static final String STORED_WITH_KEYS =
            "select k.tube, k.key, k.message from unnest(?::text[], ?::text[]) as wanted (tube, key)"
                    + " join put_key k on k.tube = wanted.tube and k.key = wanted.key where k.at >= ?";

    /** Values: now, tubes, keys and numbers in their order, since when a key stays another's. Rows: those that were free. */
    static final String TAKE_KEYS = "insert into put_key (at, tube, key, message)"
            + " select now, tube, key, message from (select ?::bigint as now) as time,"
            + " unnest(?::text[], ?::text[], ?::bigint[]) with ordinality as wanted (tube, key, message, place) order by place"
            + " on conflict (tube, key) do update set at = excluded.at, message = excluded.message where put_key.at < ?";

    /** Values: before when, at most so many. */
    static final String FORGET_KEYS = "delete from put_key where (tube, key) in"
            + " (select tube, key from put_key where at < ? order by at limit ? for update skip locked)";

    private static final String SETTLE_GONE =
            " gone as (update server set messages = messages - (select count(*) from deleted),"
                    + " bytes = bytes - (select coalesce(sum(bytes + " + StoreLimits.OVERHEAD_BYTES
                    + "), 0) from deleted)"
                    + " where id = ? and exists (select from deleted))";

    /** Values: numbers, who deletes each, the server's number. Columns: number, who, tube, when it was put. */
    static final String DELETE =
            "with deleted as (delete from message m using unnest(?::bigint[], ?::bigint[]) as done (id, holder)"
                    + " where m.id = done.id and (m.state <> 3 or m.holder = done.holder)"
                    + " returning m.id, done.holder, m.tube, m.put_at, m.bytes)," + SETTLE_GONE
                    + " select id, holder, tube, put_at from deleted";

    /**
     * Each state has its index. Values: tube and at most so many, for each of three states; the server's number. Columns: how many.
     */
    static final String PURGE = "with ready as materialized " + purged(0) + ", delayed as materialized " + purged(1)
            + ", buried as materialized " + purged(2)
            + ", deleted as (delete from message where id in (select id from ready"
            + " union all select id from delayed union all select id from buried) returning bytes)," + SETTLE_GONE
            + " select count(*) from deleted";

    private static String purged(int state) {
        return "(select id from message where state = " + state
                + " and tube = ? and id <> all (?) limit ? for update skip locked)";
    }

    private static final String CLAIM_NEXT =
            ", numbered as (select id, row_number() over (order by priority, id) as place,"
                    + " sum(bytes) over (order by priority, id) as bytes_so_far from next)"
                    + " update message m set state = 3, at = ? + m.time_to_run, holder = (?::bigint[])[numbered.place],"
                    + " reserves = m.reserves + 1 from numbered"
                    + " where m.id = numbered.id and (numbered.place = 1 or numbered.bytes_so_far <= ?)"
                    + " returning numbered.place, m.id, m.tube, m.priority, m.at, m.body";

    /**
     * Gives the next messages of a tube to these holders, one each. Values: tube, how many, now, holders, most bytes. Columns:
     * place, number, tube, priority, until when, body.
     */
    static final String CLAIM = "with next as materialized (select id, priority, bytes from message"
            + " where state = 0 and tube = ? order by priority, id limit ? for update skip locked)" + CLAIM_NEXT;

    /** The same for several tubes: as many are looked at in each. Values: tubes, how many, how many, as before. */
    static final String CLAIM_OF_MANY = "with next as materialized (select m.id, m.priority, m.bytes"
            + " from unnest(?::text[]) as watched (tube) cross join lateral (select id, priority, bytes from message"
            + " where state = 0 and tube = watched.tube order by priority, id limit ? for update skip locked) m"
            + " order by m.priority, m.id limit ?)" + CLAIM_NEXT;

    /** Values: now, holder, number. Columns as {@link #CLAIM}. */
    static final String CLAIM_ID =
            "update message m set state = 3, at = ? + time_to_run, holder = ?, reserves = reserves + 1"
                    + " where id = ? and state <> 3 returning 1, m.id, m.tube, m.priority, m.at, m.body";

    /** Values: priority, delay, when it is due or 0, state, number, holder. Columns: tube. */
    static final String RELEASE = "update message set priority = ?, delay = ?, at = ?, state = ?, holder = null,"
            + " releases = releases + 1 where id = ? and state = 3 and holder = ? returning tube";

    /** Values: priority, now, number, holder. */
    static final String BURY = "update message set priority = ?, at = ?, state = 2, holder = null, buries = buries + 1"
            + " where id = ? and state = 3 and holder = ?";

    /** Values: now, number, holder. Columns: until when. */
    static final String TOUCH =
            "update message set at = ? + time_to_run where id = ? and state = 3 and holder = ? returning at";

    /** Gives back all that some holders have. Values: the first of them, the last. Columns: tube. */
    static final String GIVE_BACK = "update message set state = 0, at = 0, holder = null"
            + " where state = 3 and holder between ? and ? returning tube";

    /** Gives one message back. Values: number, holder. Columns: tube. */
    static final String GIVE_BACK_ID = "update message set state = 0, at = 0, holder = null"
            + " where id = ? and state = 3 and holder = ? returning tube";

    static final String KICK_ID = "update message set state = 0, at = 0, kicks = kicks + 1"
            + " where id = ? and state in (1, 2) returning tube";
    /** Values: tube, at most so many. Columns: tube. */
    static final String KICK_BURIED = kick(2);

    static final String KICK_DELAYED = kick(1);
    static final String ANY_BURIED = "select exists (select from message where state = 2 and tube = ?)";

    private static String kick(int state) {
        return "update message set state = 0, at = 0, kicks = kicks + 1 where id in (select id from message where state = "
                + state + " and tube = ? order by at, id limit ? for update skip locked) returning tube";
    }

    static final String PEEK_ID = "select m.id, m.tube, m.priority, m.body from message m where id = ?";
    static final String PEEK_READY = peek(0, "priority");
    static final String PEEK_DELAYED = peek(1, "at");
    static final String PEEK_BURIED = peek(2, "at");

    private static String peek(int state, String order) {
        return "select id, tube, priority, body from message where state = " + state + " and tube = ? order by " + order
                + ", id limit 1";
    }

    static final String ENTRY_OF = "select " + ENTRY + " from message m where id = ?";
    static final String LIST_READY = list(0, "priority");
    static final String LIST_DELAYED = list(1, "at");
    static final String LIST_BURIED = list(2, "at");
    static final String LIST_RESERVED = list(3, "at");

    private static String list(int state, String order) {
        return "select " + ENTRY + " from message m where state = " + state + " and tube = ? order by " + order
                + ", id limit ?";
    }

    static final String PAUSE = "insert into pause (tube, until, nanos, pauses) values (?, ?, ?, 1)"
            + " on conflict (tube) do update set until = excluded.until, nanos = excluded.nanos, pauses = pause.pauses + 1";
    static final String PAUSE_OF = "select until, nanos, pauses from pause where tube = ?";

    /** Of all tubes. Columns: urgent, ready, reserved, delayed, buried. */
    static final String COUNT = "select " + count("0 and priority < 1024") + ", " + count("0") + ", " + count("3")
            + ", " + count("1") + ", " + count("2");

    /** Of one. Values: the tube, five times. */
    static final String COUNT_OF =
            "select " + count("0 and tube = ? and priority < 1024") + ", " + count("0 and tube = ?") + ", "
                    + count("3 and tube = ?") + ", " + count("1 and tube = ?") + ", " + count("2 and tube = ?");

    private static String count(String state) {
        return "(select count(*) from message where state = " + state + ")";
    }

    /** The numbers of the first ready message of each priority; those of smaller numbers came first. Values: tube, tube, how many. */
    static final String OLDEST_READY = "with recursive first (id, priority, place) as ("
            + "(select id, priority, 1 from message where state = 0 and tube = ? order by priority, id limit 1)"
            + " union all select m.id, m.priority, place + 1 from first, lateral (select id, priority from message"
            + " where state = 0 and tube = ? and priority > first.priority order by priority, id limit 1) m where place < ?)"
            + " select put_at from message where id = (select min(id) from first)";

    /** One step for each tube, however much it holds. */
    static final String TUBES = "select tube from (" + tubes(0) + " union " + tubes(1) + " union " + tubes(2)
            + " union " + tubes(3) + ") all_states order by tube";

    private static String tubes(int state) {
        String first = "(select tube from message where state = " + state;
        return "(with recursive found (tube) as (" + first + " order by tube limit 1) union all select " + first
                + " and tube > found.tube order by tube limit 1) from found where tube is not null)"
                + " select tube from found where tube is not null)";
    }

    static final String HAS_MESSAGES = "select exists (select from message where state = 0 and tube = ?)"
            + " or exists (select from message where state = 1 and tube = ?)"
            + " or exists (select from message where state = 2 and tube = ?)"
            + " or exists (select from message where state = 3 and tube = ?)";

    /** A server ends: what it has counted is added to number 0. */
    static final String END_SERVER = "with ended as (delete from server where id = ? returning messages, bytes)"
            + " insert into server (id, messages, bytes, seen_at) overriding system value"
            + " select 0, messages, bytes, 0 from ended"
            + " on conflict (id) do update set messages = server.messages + excluded.messages, bytes = server.bytes + excluded.bytes";

    static final String LISTEN = "listen parley_message";
    /** Values: a tube in which something is ready. */
    static final String NOTIFY = "select pg_notify('parley_message', tube) from unnest(?::text[]) as ready (tube)";

    /**
     * Below the time after which an answer is given up: a statement that waits for a lock of a connection that is lost ends with it. And
     * a host that is lost in the middle of a turn leaves its locks: the database would keep them until TCP gives that host up.
     */
    static final String BOUNDED_WAIT = "select set_config('lock_timeout', '5s', false),"
            + " set_config('idle_in_transaction_session_timeout', '10s', false)";

    static final String NO_WAIT = "set synchronous_commit = off";

    private Sql() {}
}
