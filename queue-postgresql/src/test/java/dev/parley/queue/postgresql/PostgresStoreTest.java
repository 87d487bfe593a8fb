package dev.parley.queue.postgresql;

import dev.parley.queue.Acknowledgement;
import dev.parley.queue.MessageStore;
import dev.parley.queue.StoreClock;
import dev.parley.queue.StoreLimits;
import dev.parley.queue.StoreSettings;
import dev.parley.testkit.ManualStoreClock;
import dev.parley.testkit.PostgresServer;
import dev.parley.testkit.StoreContract;

/** What every store does, in a real database. */
class PostgresStoreTest extends StoreContract {
    @Override
    protected MessageStore open(StoreLimits limits, StoreClock clock) {
        return PostgresStore.open(
                PostgresServer.shared().newDatabase(),
                limits,
                Acknowledgement.MEMORY,
                StoreSettings.DEFAULT_PATIENCE,
                clock,
                clock instanceof ManualStoreClock);
    }
}
