/** What is known of servers that run, over HTTP. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // prometheus-metrics has no descriptors
module dev.parley.admin {
    requires transitive dev.parley.core;
    requires transitive dev.parley.queue;
    requires transitive dev.parley.engine;
    requires io.prometheus.metrics.core;
    requires transitive io.prometheus.metrics.model;
    requires io.prometheus.writer.text;
    requires java.management;
    requires jdk.httpserver;
    requires jdk.management;
    requires static transitive org.jspecify;

    exports dev.parley.admin;
}
