/** The store of queued messages in an SQLite file. */
module dev.parley.queue.sqlite {
    requires transitive dev.parley.queue;
    requires java.sql;
    requires org.xerial.sqlitejdbc;
    requires static transitive org.jspecify;

    exports dev.parley.queue.sqlite;

    provides dev.parley.queue.StoreProvider with
            dev.parley.queue.sqlite.SqliteStores;
}
