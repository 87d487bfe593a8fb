package dev.parley.queue.postgresql;

import dev.parley.queue.StoreException;
import java.sql.SQLException;

/** Brings the tables of a store up to date, while no server of an older version uses it. */
public final class Migration {
    private Migration() {}

    /**
     * Runs what is missing, in one transaction; where nothing is, changes nothing.
     *
     * @param location as in {@link PostgresStore#open}
     * @return how many files were run
     * @throws IllegalArgumentException when the location names no database
     * @throws StoreException when it cannot be reached or changed, or its tables are those of a later version
     */
    public static int run(String location) {
        Address address = Address.parse(location);
        try (Database database = address.connect("migration")) {
            database.connection().setAutoCommit(false);
            return Schema.migrate(database, address);
        } catch (SQLException e) {
            throw SqlFailure.notOpened(address, e);
        }
    }
}
