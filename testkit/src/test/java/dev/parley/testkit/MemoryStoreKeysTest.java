package dev.parley.testkit;

import dev.parley.queue.MemoryStore;
import dev.parley.queue.MessageStore;
import dev.parley.queue.StoreClock;
import dev.parley.queue.StoreLimits;

class MemoryStoreKeysTest extends StoreKeysContract {
    @Override
    protected MessageStore open(StoreLimits limits, StoreClock storeClock) {
        return MemoryStore.open(limits, storeClock);
    }
}
