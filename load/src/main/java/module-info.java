/** Load on servers: schedules, the run, the search for a rate. */
module dev.parley.load {
    requires transitive dev.parley.core;
    requires transitive dev.parley.result;
    requires dev.parley.tls;
    requires dev.parley.client;
    requires java.management;
    requires static transitive org.jspecify;

    exports dev.parley.load;
}
