/** Stores of queued messages: their contract, and the one in memory. */
@SuppressWarnings("requires-automatic") // HdrHistogram has no descriptor
module dev.parley.queue {
    requires dev.parley.core;
    requires HdrHistogram;
    requires static transitive org.jspecify;

    exports dev.parley.queue;

    uses dev.parley.queue.StoreProvider;
}
