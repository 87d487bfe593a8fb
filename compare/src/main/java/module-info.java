/** What differs between results, and between servers. */
module dev.parley.compare {
    requires transitive dev.parley.core;
    requires transitive dev.parley.result;
    requires transitive dev.parley.load;
    requires dev.parley.client;
    requires org.apache.commons.numbers.gamma;
    requires static transitive org.jspecify;

    exports dev.parley.compare;
}
