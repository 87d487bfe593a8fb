package dev.parley.queue.postgresql;

import dev.parley.queue.MessageStore;
import dev.parley.queue.StoreProvider;
import dev.parley.queue.StoreSettings;
import dev.parley.queue.StoreType;
import java.util.List;

/** Brings {@code postgresql://HOST/DATABASE}. */
public final class PostgresStores implements StoreProvider {
    @Override
    public List<StoreType> stores() {
        return List.of(new StoreType("postgresql", "//HOST/DATABASE", false, true, PostgresStores::open));
    }

    private static MessageStore open(StoreSettings settings) {
        return PostgresStore.open(
                settings.location(),
                settings.limits(),
                settings.acknowledgement(),
                settings.patience(),
                settings.clock(),
                false);
    }
}
