package dev.parley.cli.serve;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.MessageStore;
import dev.parley.queue.StoreSettings;
import dev.parley.queue.Stores;
import dev.parley.testkit.PostgresServer;

/** The same conversations on a store in PostgreSQL. */
class BeanstalkOnPostgresTest extends BeanstalkTest {
    @Override
    MessageStore openStore() {
        return Stores.open(
                "postgresql:" + PostgresServer.shared().newDatabase(),
                LIMITS,
                Acknowledgement.MEMORY,
                StoreSettings.DEFAULT_PATIENCE);
    }
}
