/** What tests share: contracts, manual clocks, a chaos proxy, a check for leaks. */
@SuppressWarnings("requires-automatic") // Awaitility has no descriptor
module dev.parley.testkit {
    requires transitive dev.parley.core;
    requires transitive dev.parley.tls;
    requires transitive dev.parley.queue;
    requires transitive dev.parley.engine;
    requires transitive com.networknt.schema;
    requires transitive org.junit.jupiter.api;
    requires awaitility;
    requires java.management;
    requires jdk.management;
    requires org.assertj.core;
    requires static transitive org.jspecify;

    exports dev.parley.testkit;

    provides org.junit.jupiter.api.extension.Extension with
            dev.parley.testkit.LeakCheck;
}
