/** The services that come with Parley, and those that providers bring. */
module dev.parley.services {
    requires transitive dev.parley.core;
    requires transitive dev.parley.queue;
    requires java.management;
    requires static transitive org.jspecify;

    exports dev.parley.services;

    uses dev.parley.services.ServiceProvider;
}
