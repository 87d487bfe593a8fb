/** A work queue for programs. */
module dev.parley.client.beanstalk {
    requires transitive dev.parley.core;
    requires transitive dev.parley.queue;
    requires transitive dev.parley.client;
    requires dev.parley.services;
    requires static transitive org.jspecify;

    exports dev.parley.client.beanstalk;
}
