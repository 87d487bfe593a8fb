package dev.parley.queue.sqlite;

import dev.parley.queue.StoreException;
import dev.parley.queue.StoreException.Kind;
import java.nio.file.Path;

/** What tables and indexes a file has: one bit of their text changed, and messages would be looked for in the wrong place. */
final class Schema {
    private Schema() {}

    /**
     * Whether they are there; false in a new file.
     *
     * @throws StoreException when there are others than ours
     */
    static boolean isThere(Database database, Path file) {
        String there = of(database);
        if (there.isEmpty()) {
            return false;
        }
        if (database.number(Sql.APPLICATION_ID_THERE, 1) != Sql.APPLICATION_ID) {
            throw new StoreException(Kind.FAILED, file + " is a database of another program, not a store");
        }
        Database ours = Database.inMemory();
        try {
            Sql.SCHEMA.forEach(ours::run);
            if (!there.equals(of(ours))) {
                throw new StoreException(
                        Kind.DAMAGED,
                        "the store " + file + " has other tables than this version's: it is damaged, or newer");
            }
            return true;
        } finally {
            ours.close();
        }
    }

    private static String of(Database database) {
        return database.query(Sql.SCHEMA_THERE, rows -> rows.next() ? rows.getString(1) : "");
    }
}
