package dev.parley.queue.sqlite;

import dev.parley.queue.StoreException;
import dev.parley.queue.StoreException.Kind;
import java.nio.file.Path;

/** What tables and indexes a file has: one bit of their text changed, and messages would be looked for in the wrong place. */
final class Schema {
    private Schema() {}

    /**
     * The version of those that are there; 0 in a new file.
     *
     * @throws StoreException when they are those of no version
     */
    static int version(Database database, Path file) {
        String there = of(database);
        if (there.isEmpty()) {
            return 0;
        }
        if (database.number(Sql.APPLICATION_ID_THERE, 1) != Sql.APPLICATION_ID) {
            throw new StoreException(Kind.FAILED, file + " is a database of another program, not a store");
        }
        Database ours = Database.inMemory();
        try {
            for (int version = 1; version <= Sql.SCHEMA.size(); version++) {
                Sql.SCHEMA.get(version - 1).forEach(ours::run);
                if (there.equals(of(ours))) {
                    return version;
                }
            }
        } finally {
            ours.close();
        }
        throw new StoreException(
                Kind.DAMAGED, "the store " + file + " has other tables than this version's: it is damaged, or newer");
    }

    /** Makes what is missing, in one transaction; where nothing is, writes nothing: the disk may be full. */
    static void complete(Database database, int version) {
        if (version < Sql.SCHEMA.size()) {
            database.run(Sql.BEGIN);
            Sql.SCHEMA.subList(version, Sql.SCHEMA.size()).forEach(steps -> steps.forEach(database::run));
            database.run(Sql.COMMIT);
        }
    }

    private static String of(Database database) {
        return database.query(Sql.SCHEMA_THERE, rows -> rows.next() ? rows.getString(1) : "");
    }
}
