/** The store of queued messages in a PostgreSQL database. */
@SuppressWarnings("requires-automatic") // the driver has no descriptor
module dev.parley.queue.postgresql {
    requires transitive dev.parley.queue;
    requires transitive java.sql;
    requires org.postgresql.jdbc;
    requires static org.checkerframework.checker.qual;
    requires static transitive org.jspecify;

    exports dev.parley.queue.postgresql;

    provides dev.parley.queue.StoreProvider with
            dev.parley.queue.postgresql.PostgresStores;
}
